# The libraries are built in a stage of their own, so that pip's leftovers stay out of the image.
FROM python:3.11-slim AS libraries
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements-server.lock /tmp/requirements-server.lock
RUN /opt/venv/bin/python -m pip install --require-hashes --no-deps -r /tmp/requirements-server.lock

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BANGVANG_DATA_DIR=/data \
    BANGVANG_STATIC_DIR=/app/staticfiles
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bangvang \
    && install --directory --owner=bangvang --group=bangvang /data
COPY --from=libraries /opt/venv /opt/venv
WORKDIR /app
COPY manage.py ./
COPY config ./config
COPY workflow ./workflow
COPY notifications ./notifications
COPY nominations ./nominations
COPY locale ./locale
# The key and the data folder of this step are thrown away with it.
RUN export SECRET_KEY=only-for-building BANGVANG_DATA_DIR=/tmp/build \
    && python manage.py catalogues compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q config workflow notifications nominations \
    && rm -rf /tmp/build
USER bangvang
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn"]
