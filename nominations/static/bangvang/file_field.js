/* Fields for files say "Chọn tệp" in the language of the page; the browser's own button follows the browser's language.

   The browser's field lies unseen over the words, so that clicking, dropping files and the keyboard stay its own. Without
   this script it is seen as the browser draws it. */
(function () {
  "use strict";

  function equip(field) {
    var words = field.dataset, whole = document.createElement("div"), button = document.createElement("span");
    var names = document.createElement("span");

    function tell() {
      var chosen = Array.prototype.map.call(field.files, function (file) { return file.name; });
      names.textContent = chosen.length ? chosen.join(", ") : words.noFile;
    }

    whole.className = "file-field form-control";
    whole.classList.toggle("is-invalid", field.classList.contains("is-invalid"));
    button.className = "file-field-button";
    button.textContent = words.chooseFile;
    names.className = "file-field-names";
    button.setAttribute("aria-hidden", "true");
    names.setAttribute("aria-hidden", "true");
    field.parentNode.insertBefore(whole, field);
    whole.append(button, names, field);
    field.removeAttribute("data-choose-file");
    field.addEventListener("change", tell);
    if (field.form) { field.form.addEventListener("reset", function () { setTimeout(tell); }); }
    tell();
  }

  function equipAll(root) { root.querySelectorAll("input[type=file][data-choose-file]").forEach(equip); }

  document.addEventListener("DOMContentLoaded", function () { equipAll(document); });
  document.addEventListener("htmx:load", function (event) { equipAll(event.target.parentNode || document); });
})();
