/* Small courtesies of every page: no double submission, menus that close, the error summary in focus. */
(function () {
  "use strict";

  var RELEASE_AFTER = 15000;

  function buttonsOf(form) {
    return Array.prototype.filter.call(form.elements, function (element) {
      return element.type === "submit";
    });
  }

  function hold(form) {
    form.dataset.submitted = "yes";
    buttonsOf(form).forEach(function (button) {
      button.setAttribute("aria-busy", "true");
      button.disabled = true;
    });
  }

  function release(form) {
    delete form.dataset.submitted;
    buttonsOf(form).forEach(function (button) {
      if (button.getAttribute("aria-busy") === "true") {
        button.removeAttribute("aria-busy");
        button.disabled = false;
      }
    });
  }

  function usesHtmx(form) {
    return ["hx-post", "hx-get", "hx-put", "hx-patch", "hx-delete"].some(function (name) {
      return form.hasAttribute(name) || form.hasAttribute("data-" + name);
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || usesHtmx(form) || "allowResubmit" in form.dataset) {
      return;
    }
    if (form.dataset.submitted) {
      event.preventDefault();
      return;
    }
    // Disabled one tick later, so that the pressed button's own name and value are still sent.
    setTimeout(function () { hold(form); }, 0);
    setTimeout(function () { release(form); }, RELEASE_AFTER);
  });

  // Coming back with the Back button shows the page as it was left: the buttons must work again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-submitted]").forEach(release);
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-closes-outside][open]").forEach(function (details) {
      if (!details.contains(event.target)) { details.open = false; }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) { return; }
    document.querySelectorAll("details[data-closes-outside][open]").forEach(function (details) {
      details.open = false;
      details.querySelector("summary").focus();
    });
  });

  // While a syllable is being composed, Enter belongs to the keyboard, not to the form.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229) && event.target.tagName === "INPUT") {
      event.preventDefault();
    }
  }, true);

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) { window.print(); }
  });

  // A password may be read while it is typed: hidden without JavaScript, since it could do nothing.
  function offerToShow(root) {
    root.querySelectorAll("[data-shows-password]").forEach(function (button) { button.hidden = false; });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-shows-password]");
    if (!button) { return; }
    var input = document.getElementById(button.dataset.showsPassword);
    var shown = input.type === "text";
    var words = button.textContent;
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = button.dataset.hide;
    button.dataset.hide = words;
    input.focus();
  });

  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("[data-shows-password]").forEach(function (button) {
      document.getElementById(button.dataset.showsPassword).type = "password";
    });
  }, true);

  // A fragment that could not be fetched must not fail in silence.
  function tellTrouble(event) {
    // What refreshes itself says so in its own place; the next round may be better.
    var live = event.target.closest && event.target.closest("[data-live]");
    if (live) { live.classList.add("is-stale"); return; }
    var place = document.querySelector(".htmx-trouble");
    if (!place) { return; }
    place.textContent = place.dataset.words;
    place.hidden = false;
    place.scrollIntoView({ block: "center" });
  }

  document.addEventListener("htmx:responseError", tellTrouble);
  document.addEventListener("htmx:sendError", tellTrouble);
  document.addEventListener("htmx:afterRequest", function (event) {
    var live = event.target.closest && event.target.closest("[data-live]");
    if (live && event.detail.successful) { live.classList.remove("is-stale"); }
  });

  // "Tick all" of a list: one change for all boxes, so that what listens is asked once.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-tick]");
    if (!button) { return; }
    var form = document.getElementById(button.closest("[data-ticks-all]").dataset.ticksAll);
    var boxes = form.querySelectorAll("input[type=checkbox]:not(:disabled)");
    boxes.forEach(function (box) { box.checked = button.dataset.tick === "all"; });
    if (boxes.length) { boxes[0].dispatchEvent(new Event("change", { bubbles: true })); }
  });

  // Long pages fold on a phone; what somebody opened or closed stays so when a part is fetched anew.
  var NARROW = window.matchMedia("(max-width: 767.98px)");
  var unfolded = {};

  function fold(root) {
    root.querySelectorAll("details[data-folds]").forEach(function (details) {
      var known = unfolded[details.dataset.folds];
      details.open = known === undefined ? !NARROW.matches : known;
    });
  }

  document.addEventListener("click", function (event) {
    var summary = event.target.closest("details[data-folds] > summary");
    if (summary) { unfolded[summary.parentNode.dataset.folds] = !summary.parentNode.open; }
  });
  NARROW.addEventListener("change", function () { unfolded = {}; fold(document); });  // a phone turned round
  document.addEventListener("htmx:load", function (event) { fold(event.target.parentNode || document); });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details[data-folds]").forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () { fold(document); });

  document.addEventListener("DOMContentLoaded", function () {
    fold(document);
    document.querySelectorAll("[data-ticks-all]").forEach(function (line) { line.hidden = false; });
    offerToShow(document);
    var summary = document.querySelector(".error-summary");
    if (summary) { summary.focus(); }
  });
})();
