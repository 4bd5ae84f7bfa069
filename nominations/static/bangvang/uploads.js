/* Forms with files: the size is checked before anything travels, and a bar shows how much has been sent.

   A form takes part when it contains [data-upload-status] (components/upload_status.html), which has the words. The
   limit of a file stands at its input (data-max-bytes). Without this script the form is sent as usual, and the server
   says the same. */
(function () {
  "use strict";

  function megabytes(bytes) { return (bytes / 1048576).toFixed(1).replace(/\.0$/, "").replace(".", ","); }

  function filled(words, values) {
    return words.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  function Upload(form, status) {
    this.form = form;
    this.status = status;
    this.words = status.querySelector("[data-upload-words]");
    this.bar = status.querySelector("progress");
    var self = this;
    form.addEventListener("change", function (event) { if (event.target.type === "file") { self.look(); } });
    form.addEventListener("submit", function (event) { self.submit(event); });
  }

  Upload.prototype.inputs = function () {
    return Array.prototype.slice.call(this.form.querySelectorAll("input[type=file]"));
  };

  // The first thing that is too large, in words; "" when all may be sent.
  Upload.prototype.problem = function () {
    var found = "", together = 0, status = this.status.dataset;
    this.inputs().forEach(function (input) {
      var limit = Number(input.dataset.maxBytes);
      Array.prototype.forEach.call(input.files, function (file) {
        together += file.size;
        if (!found && limit && file.size > limit) {
          found = filled(status.tooLarge, { name: file.name, size: megabytes(file.size), limit: megabytes(limit) });
          if (/pdf|jpe?g|image/.test(input.accept)) { found += " " + status.scanAgain; }
        }
      });
    });
    var most = Number(status.maxTogether);
    if (!found && most && together > most) {
      found = filled(status.tooLargeTogether, { size: megabytes(together), limit: megabytes(most) });
    }
    return found;
  };

  Upload.prototype.say = function (text, isTrouble) {
    this.words.textContent = text;
    this.status.hidden = !text;
    this.status.classList.toggle("is-trouble", Boolean(isTrouble));
    this.bar.hidden = Boolean(isTrouble) || !text;
  };

  Upload.prototype.look = function () {
    var problem = this.problem();
    this.say(problem, Boolean(problem));
    return problem;
  };

  Upload.prototype.submit = function (event) {
    if (this.sending) { event.preventDefault(); return; }
    if (this.look()) {
      event.preventDefault();
      this.status.focus();
      return;
    }
    var chosen = this.inputs().some(function (input) { return input.files.length > 0; });
    if (!chosen || !window.FormData || !window.XMLHttpRequest) { return; }
    event.preventDefault();
    this.send(event.submitter);
  };

  Upload.prototype.send = function (button) {
    var self = this, data = new FormData(this.form), request = new XMLHttpRequest();
    if (button && button.name) { data.append(button.name, button.value); }
    this.hold(true);
    this.progress(0);
    request.open("POST", this.form.action || window.location.href);
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { self.progress(Math.floor(event.loaded * 100 / event.total)); }
    });
    request.upload.addEventListener("load", function () {
      self.bar.removeAttribute("value");
      self.words.textContent = self.status.dataset.checking;
    });
    request.addEventListener("load", function () { self.show(request); });
    request.addEventListener("error", function () { self.failed(); });
    request.addEventListener("timeout", function () { self.failed(); });
    request.send(data);
  };

  Upload.prototype.progress = function (percent) {
    this.say(this.status.dataset.sending, false);
    this.bar.value = percent;
  };

  Upload.prototype.hold = function (held) {
    this.sending = held;
    Array.prototype.forEach.call(this.form.querySelectorAll("button"), function (button) {
      button.disabled = held;
      if (held) { button.setAttribute("aria-busy", "true"); } else { button.removeAttribute("aria-busy"); }
    });
  };

  Upload.prototype.failed = function () {
    this.hold(false);
    this.say(this.status.dataset.failed, true);
    this.status.focus();
  };

  // The answer is a page, with the messages that are shown once: it takes this page's place as it is.
  Upload.prototype.show = function (request) {
    if (!request.responseText) { this.failed(); return; }
    if (request.responseURL && request.responseURL !== window.location.href) {
      window.history.pushState(null, "", request.responseURL);
    }
    document.open();
    document.write(request.responseText);
    document.close();
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-upload-status]").forEach(function (status) {
      var form = status.closest("form");
      if (form) { new Upload(form, status); }
    });
  });
})();
