/* The ballot: how many are unanswered, one award at a time, and answers kept on this tab until they are sent.
   Everything works without this file. */
(function () {
  "use strict";

  function storageKey(name) { return "ballot:" + name; }

  function read(name) {
    try { return JSON.parse(window.sessionStorage.getItem(storageKey(name)) || "{}"); } catch (error) { return {}; }
  }

  function write(name, answers) {
    try { window.sessionStorage.setItem(storageKey(name), JSON.stringify(answers)); } catch (error) { /* private mode */ }
  }

  function forget(name) {
    try { window.sessionStorage.removeItem(storageKey(name)); } catch (error) { /* private mode */ }
  }

  function names(form) {
    var found = {};
    form.querySelectorAll("input[type=radio]").forEach(function (radio) { found[radio.name] = true; });
    return Object.keys(found);
  }

  function showLeft(form) {
    var line = form.querySelector("[data-ballot-left]");
    var left = names(form).filter(function (name) {
      return !form.querySelector("input[name='" + name + "']:checked");
    }).length;
    line.textContent = "";
    if (left === 0) {
      line.textContent = line.dataset.ballotDone;
      return;
    }
    var number = document.createElement("b");
    number.textContent = String(left);
    line.append(number, " " + line.dataset.ballotLeft);
  }

  function keepAnswers(form) {
    var name = form.dataset.ballot;
    var kept = read(name);
    Object.keys(kept).forEach(function (item) {
      var radio = form.querySelector("input[name='" + item + "'][value='" + kept[item] + "']");
      if (radio) { radio.checked = true; }
    });
    form.addEventListener("change", function (event) {
      if (event.target.type !== "radio") { return; }
      var answers = read(name);
      answers[event.target.name] = event.target.value;
      write(name, answers);
      showLeft(form);
    });
  }

  function filterByAward(form) {
    var chips = form.querySelectorAll("[data-ballot-filter]");
    chips.forEach(function (chip) {
      chip.classList.remove("d-none");
      chip.addEventListener("click", function (event) {
        event.preventDefault();
        chips.forEach(function (other) { other.removeAttribute("aria-current"); });
        chip.setAttribute("aria-current", "true");
        form.querySelectorAll(".ballot-group").forEach(function (group) {
          group.hidden = Boolean(chip.dataset.ballotFilter) && group.id !== chip.dataset.ballotFilter;
        });
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-ballot]").forEach(function (form) {
      keepAnswers(form);
      filterByAward(form);
      showLeft(form);
    });
    document.querySelectorAll("form[data-ballot-sent]").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        if (event.submitter && event.submitter.value === "cast") { forget(form.dataset.ballotSent); }
      });
    });
  });
})();
