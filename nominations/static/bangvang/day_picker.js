/* A calendar beside every field for a day.

   The field stays a text, day/month/year, whatever language the browser has; what is picked in the browser's own calendar
   is written into it. Without this script, or in a browser that cannot be asked for its calendar, the day is typed. */
(function () {
  "use strict";

  if (!("showPicker" in HTMLInputElement.prototype)) { return; }

  function asPicked(text) {
    var found = /^\s*(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4})\s*$/.exec(text);
    return found ? [found[3], found[2].padStart(2, "0"), found[1].padStart(2, "0")].join("-") : "";
  }

  function equip(field) {
    var words = field.dataset.pickDay, label = document.querySelector('label[for="' + CSS.escape(field.id) + '"]');
    field.removeAttribute("data-pick-day");
    if (field.disabled || field.readOnly) { return; }

    var calendar = document.createElement("input");
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    calendar.className = "day-picker-calendar";

    var button = document.createElement("button");
    button.type = "button";
    button.className = "day-picker-button";
    button.setAttribute("aria-label", label ? words + ": " + label.firstChild.textContent.trim() : words);

    var whole = document.createElement("div");
    whole.className = "day-picker";
    field.parentNode.insertBefore(whole, field);
    whole.append(field, calendar, button);

    button.addEventListener("click", function () {
      calendar.value = asPicked(field.value);
      try { calendar.showPicker(); } catch (refused) { field.focus(); }
    });
    calendar.addEventListener("input", function (event) { event.stopPropagation(); });
    calendar.addEventListener("change", function (event) {
      event.stopPropagation();
      if (!calendar.value) { return; }
      field.value = calendar.value.split("-").reverse().join("/");
      ["input", "change"].forEach(function (name) { field.dispatchEvent(new Event(name, { bubbles: true })); });
      button.focus();
    });
  }

  function equipAll(root) { root.querySelectorAll("input[data-pick-day]").forEach(equip); }

  document.addEventListener("DOMContentLoaded", function () { equipAll(document); });
  document.addEventListener("htmx:load", function (event) { equipAll(event.target.parentNode || document); });
})();
