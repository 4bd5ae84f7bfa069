/* Saves a long form while it is written: <form data-autosave-url="..."> with an element [data-autosave-status] in it.

   The whole form is posted 1.5 s after the last input, never in the middle of a composed syllable. The answer may carry
   {"version": n}, which goes into the hidden input named by data-autosave-version (default "seen_version"). What cannot
   be sent stays in sessionStorage and is offered again when the page is opened next. */
(function () {
  "use strict";

  var PAUSE = 1500;
  var RETRY = 15000;
  var NOT_DRAFTED = { csrfmiddlewaretoken: true };

  function sameText(a, b) {
    function plain(text) { return (text || "").replace(/\r\n/g, "\n").normalize("NFC").trim(); }
    return plain(a) === plain(b);
  }

  function clockText() {
    var now = new Date();
    return ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
  }

  function Autosave(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.versionName = form.dataset.autosaveVersion || "seen_version";
    this.status = form.querySelector("[data-autosave-status]");
    this.key = "bangvang:" + this.url;
    this.timer = null;
    this.composing = false;
    this.sending = false;
    this.dirty = false;
    this.stopped = false;
    this.say(this.words("ready"), "idle");
    this.listen();
    this.offerDraft();
  }

  Autosave.prototype.say = function (text, state) {
    if (!this.status) { return; }
    this.status.textContent = text;
    this.status.dataset.state = state;
  };

  Autosave.prototype.words = function (name) {
    return this.status ? this.status.dataset[name] || "" : "";
  };

  Autosave.prototype.fields = function () {
    var found = {};
    var version = this.versionName;
    new FormData(this.form).forEach(function (value, name) {
      if (typeof value === "string" && !NOT_DRAFTED[name] && name !== version) {
        (found[name] = found[name] || []).push(value);
      }
    });
    return found;
  };

  Autosave.prototype.keep = function () {
    try { sessionStorage.setItem(this.key, JSON.stringify(this.fields())); } catch (full) { /* storage is full or off */ }
  };

  Autosave.prototype.forget = function () {
    try { sessionStorage.removeItem(this.key); } catch (off) { /* storage is off */ }
  };

  Autosave.prototype.listen = function () {
    var self = this;
    this.form.addEventListener("compositionstart", function () { self.composing = true; });
    this.form.addEventListener("compositionend", function () { self.composing = false; self.touch(); });
    this.form.addEventListener("input", function (event) { if (!event.isComposing) { self.touch(); } });
    this.form.addEventListener("change", function () { self.touch(); });
    this.form.addEventListener("submit", function () {
      clearTimeout(self.timer);
      self.keep();
      self.stopped = true;
    });
    window.addEventListener("pageshow", function (event) { if (event.persisted) { self.stopped = false; } });
    window.addEventListener("online", function () { if (self.dirty) { self.schedule(0); } });
    window.addEventListener("beforeunload", function () { if (self.dirty && !self.stopped) { self.keep(); } });
  };

  Autosave.prototype.touch = function () {
    this.dirty = true;
    this.keep();
    if (!this.stopped) { this.schedule(PAUSE); }
  };

  Autosave.prototype.schedule = function (delay) {
    var self = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(function () {
      if (self.composing) { return; }
      if (self.sending) { self.schedule(PAUSE); return; }
      self.send();
    }, delay);
  };

  Autosave.prototype.body = function () {
    var data = new FormData(this.form);
    // Files are sent by the form's own submission, not again with every pause.
    Array.prototype.forEach.call(this.form.querySelectorAll("input[type=file]"), function (input) { data.delete(input.name); });
    return data;
  };

  Autosave.prototype.send = function () {
    var self = this;
    this.sending = true;
    this.dirty = false;
    this.say(this.words("saving"), "saving");
    fetch(this.url, {
      method: "POST",
      body: this.body(),
      headers: { "X-Autosave": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual"
    }).then(function (response) {
      return response.text().then(function (text) {
        var answer = {};
        try { answer = JSON.parse(text) || {}; } catch (page) { /* an error page, not an answer */ }
        self.sending = false;
        self.heard(response, answer);
      });
    }).catch(function () {
      self.sending = false;
      self.dirty = true;
      self.say(self.words("offline"), "trouble");
      self.schedule(RETRY);
    });
  };

  Autosave.prototype.heard = function (response, answer) {
    if (response.ok) {
      var version = this.form.elements[this.versionName];
      if (version && answer.version !== undefined) { version.value = answer.version; }
      if (!this.dirty) { this.forget(); }
      this.say(this.words("saved") + " " + clockText(), "saved");
      return;
    }
    this.dirty = true;
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      this.say(this.words("expired"), "trouble");
    } else if (response.status === 409) {
      this.stopped = true;
      this.say(answer.message || this.words("conflict"), "trouble");
    } else if (response.status >= 500) {
      this.say(this.words("offline"), "trouble");
      this.schedule(RETRY);
    } else {
      this.say(answer.message || this.words("refused"), "trouble");
    }
  };

  Autosave.prototype.offerDraft = function () {
    var draft = null;
    try { draft = JSON.parse(sessionStorage.getItem(this.key)); } catch (broken) { draft = null; }
    if (!draft || !this.status) { return; }
    var present = this.fields();
    var differs = Object.keys(draft).some(function (name) {
      return !sameText((draft[name] || []).join("\n"), (present[name] || []).join("\n"));
    });
    if (!differs) { this.forget(); return; }
    var self = this;
    this.say(this.words("found"), "trouble");
    this.addButton("take", function () { self.restore(draft); });
    this.addButton("drop", function () { self.forget(); self.say("", "idle"); });
  };

  Autosave.prototype.addButton = function (word, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = this.words(word);
    button.addEventListener("click", act);
    this.status.append(button);
  };

  Autosave.prototype.restore = function (draft) {
    Array.prototype.forEach.call(this.form.elements, function (element) {
      var values = draft[element.name];
      if (element.type === "checkbox" || element.type === "radio") {
        if (element.name) { element.checked = !!values && values.indexOf(element.value) >= 0; }
      } else if (values && element.type !== "file" && element.type !== "submit") {
        element.value = values.length > 1 && element.dataset.index ? values[Number(element.dataset.index)] : values[0];
      }
    });
    this.touch();
  };

  function start(root) {
    root.querySelectorAll("form[data-autosave-url]").forEach(function (form) {
      if (!form.dataset.autosaveOn) {
        form.dataset.autosaveOn = "yes";
        new Autosave(form);
      }
    });
  }

  document.addEventListener("DOMContentLoaded", function () { start(document); });
  document.addEventListener("htmx:load", function (event) { start(event.target.parentNode || document); });
})();
