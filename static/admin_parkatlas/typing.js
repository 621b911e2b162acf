"use strict";
// Keeps what is typed in a form of the desk every few seconds of change, and tells who else is on it.
window.addEventListener("load", () => {
  const status = document.querySelector("[data-desk-typing]");
  const form = status && status.closest("form");
  if (!form) {
    return;
  }
  const address = status.dataset.deskTyping;
  const storageKey = `desk:${address}`;
  const people = document.querySelector("[data-desk-people]");
  const KEEP_AFTER = 4000;
  const BEAT_EVERY = 20000;
  let timer = null;
  let isSent = false;

  function content(action) {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) {
      if (value instanceof File) {
        data.delete(name);
      }
    }
    data.set("desk_action", action);
    return data;
  }

  function showPeople(names) {
    if (people) {
      people.hidden = names.length === 0;
      people.textContent = names.length ? `${people.dataset.label} ${names.join(", ")}` : "";
    }
  }

  async function send(action, data) {
    const response = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    const answer = await response.json();
    showPeople(answer.people);
    if (action === "typed") {
      status.textContent = `${status.dataset.saved} ${answer.saved_at}`;
      window.localStorage.removeItem(storageKey);
    }
  }

  async function keep() {
    timer = null;
    const data = content("typed");
    try {
      await send("typed", data);
    } catch {
      const pairs = [...data.entries()].filter(([name]) => name !== "csrfmiddlewaretoken");
      try {
        window.localStorage.setItem(storageKey, JSON.stringify(pairs));
      } catch {
        // The browser's store is full or closed: the next beat tries the network again.
      }
      status.textContent = status.dataset.lost;
      timer = window.setTimeout(keep, KEEP_AFTER * 2);
    }
  }

  function changed() {
    if (timer === null && !isSent) {
      timer = window.setTimeout(keep, KEEP_AFTER);
    }
  }

  function beat() {
    const data = new FormData();
    data.set("desk_action", "beat");
    send("beat", data).catch(() => {});
  }

  async function recover() {
    const stored = window.localStorage.getItem(storageKey);
    if (!stored) {
      return;
    }
    const data = new FormData();
    for (const [name, value] of JSON.parse(stored)) {
      data.append(name, value);
    }
    try {
      await send("typed", data);
      status.textContent = status.dataset.found;
    } catch {
      status.textContent = status.dataset.lost;
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("formset:added", changed);
  form.addEventListener("formset:removed", changed);
  if (window.django && window.django.jQuery) {
    window.django.jQuery(form).on("select2:select select2:unselect", changed);
  }
  form.addEventListener("submit", () => {
    isSent = true;
    window.clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer !== null) {
      window.clearTimeout(timer);
      keep();
    }
  });
  for (const button of document.querySelectorAll("[data-desk-discard]")) {
    button.addEventListener("click", async () => {
      const data = new FormData();
      data.set("desk_action", "discard");
      await send("discard", data);
      window.localStorage.removeItem(storageKey);
      isSent = true;
      const here = new URL(window.location.href);
      here.searchParams.delete("recover");
      here.searchParams.delete("form");
      window.location.replace(here);
    });
  }
  recover();
  beat();
  window.setInterval(beat, BEAT_EVERY);
});
