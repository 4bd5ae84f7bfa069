/* Keeps what was just sent until an answer shows that it arrived.

   The text of a form stays in sessionStorage (this tab only) while it is on its way. The page that says "the form was not
   accepted" has an element [data-sent-text]: it shows the way back, and the form is filled in again there. Every other
   page forgets it. Passwords, files, hidden fields and ballots are never kept. */
(function () {
  "use strict";

  var KEY = "bangvang:sent";
  var KINDS = ["textarea", "text", "search", "number", "email", "tel", "url", "date", "datetime-local", "select-one", "checkbox", "radio"];

  function read() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (off) { return null; }
  }

  function write(kept) {
    try {
      if (kept) { sessionStorage.setItem(KEY, JSON.stringify(kept)); } else { sessionStorage.removeItem(KEY); }
    } catch (full) { /* storage is full or off */ }
  }

  function controls(form) {
    return Array.prototype.filter.call(form.elements, function (one) { return one.name && KINDS.indexOf(one.type) >= 0; });
  }

  function same(one, entry) {
    return one.name === entry.name && (one.type !== "radio" && one.type !== "checkbox" || one.value === entry.value);
  }

  function pathOf(form) { return new URL(form.action, location.href).pathname; }

  function fill(kept) {
    document.querySelectorAll("form").forEach(function (form) {
      if (form.method !== "post" || pathOf(form) !== kept.path) { return; }
      controls(form).forEach(function (one) {
        var entry = kept.entries.find(function (candidate) { return same(one, candidate); });
        if (!entry) { return; }
        if (one.type === "checkbox" || one.type === "radio") { one.checked = entry.checked; } else { one.value = entry.value; }
        one.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || "ballot" in form.dataset || form.querySelector("input[type=password]")) { return; }
    var entries = controls(form).map(function (one) { return { name: one.name, value: one.value, checked: one.checked }; });
    if (entries.length) { write({ path: pathOf(form), from: location.pathname + location.search, entries: entries }); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var kept = read();
    var place = document.querySelector("[data-sent-text]");
    if (place) {
      if (!kept || kept.path !== location.pathname) { return; }
      kept.back = true;
      write(kept);
      place.querySelector("a").href = kept.from;
      place.hidden = false;
      document.querySelectorAll("[data-no-sent-text]").forEach(function (other) { other.hidden = true; });
      return;
    }
    if (document.querySelector(".gate")) { return; } // logging in again on the way back
    if (kept && kept.back && kept.from === location.pathname + location.search) { fill(kept); }
    write(null);
  });
})();
