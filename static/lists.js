// Lists change in place. Every address gives the same page without this file.
"use strict";
(() => {
  const list = () => document.getElementById("list");
  let latest = 0;

  async function show(address, isNew) {
    const turn = ++latest;
    list().classList.add("is-loading");
    let page = null;
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      // Answered by the ordinary way below.
    }
    if (turn !== latest) return;
    const fresh = page && page.getElementById("list");
    if (!fresh) {
      location.assign(address);
      return;
    }
    list().replaceWith(fresh);
    document.title = page.title;
    for (const place of [".languages", "head link[rel=canonical]", "head link[type='application/json']"]) {
      const [old, now] = [document.querySelector(place), page.querySelector(place)];
      if (old && now) old.replaceWith(now);
    }
    if (isNew) history.pushState(null, "", address);
    const said = list().querySelector(".asked, .problems");
    if (said) said.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#list a[href^='?']");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#list form");
    if (!form) return;
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    show(`${form.action.split("?")[0]}?${asked}`, true);
  });

  window.addEventListener("popstate", () => show(location.href, false));
})();
