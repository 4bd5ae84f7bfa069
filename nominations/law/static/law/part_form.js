// A field with data-when="other=one|two" is shown only while the other field has one of the answers.
(() => {
  "use strict";

  const answer = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);

  const settle = (form) => {
    for (const row of form.querySelectorAll("[data-when]")) {
      const [name, words] = row.dataset.when.split("=");
      const field = form.elements[name];
      row.hidden = Boolean(field) && !words.split("|").includes(answer(field));
    }
  };

  const begin = () => {
    for (const form of document.querySelectorAll("form[data-part-form]")) settle(form);
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest("form[data-part-form]");
    if (form) settle(form);
  });
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", begin);
  begin();
})();
