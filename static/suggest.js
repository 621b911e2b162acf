// Suggestions below a search box: the combobox pattern of WAI-ARIA. The form works without this file.
"use strict";
(() => {
  const WAIT = 150;
  const known = new Map();

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function option(one, id) {
    const name = element("span", { lang: one.lang }, one.name);
    const made = element("div", { role: "option", id, "aria-selected": "false", "data-href": one.href }, name);
    if (one.matched) made.append(" ", element("span", { class: "other-name", lang: one.matched_lang }, one.matched));
    if (one.said) made.append(` (${one.said})`);
    return made;
  }

  function listen(form, number) {
    const input = form.querySelector("input[type=search]");
    const list = element("div", { role: "listbox", id: `suggestions-${number}`, class: "suggestions", "aria-label": form.dataset.label });
    const said = element("span", { class: "unseen", role: "status" });
    list.hidden = true;
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      input.setAttribute(key, value);
    }
    input.after(list, said);
    let timer = 0;
    let turn = 0;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const chosen = () => list.querySelector("[aria-selected=true]");

    function choose(one) {
      for (const other of options()) other.setAttribute("aria-selected", String(other === one));
      if (one) {
        input.setAttribute("aria-activedescendant", one.id);
        one.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }

    function open(isOpen) {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) {
        choose(null);
        said.textContent = "";
      }
    }

    function show(groups) {
      let count = 0;
      list.replaceChildren(
        ...groups.map((group, place) => {
          const title = element("div", { class: "suggestions-title", id: `${list.id}-${place}`, role: "presentation" }, group.title);
          const rows = group.options.map((one) => option(one, `${list.id}-option-${count++}`));
          return element("div", { role: "group", "aria-labelledby": title.id }, title, ...rows);
        }),
      );
      open(count > 0);
      said.textContent = "";
      if (count) said.textContent = `${form.dataset.label}: ${count}`;
    }

    async function ask() {
      const typed = input.value.trim();
      const mine = ++turn;
      if (!typed) return show([]);
      try {
        if (!known.has(typed)) {
          const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`);
          if (!response.ok) return show([]);
          known.set(typed, (await response.json()).groups);
        }
      } catch {
        return show([]);
      }
      if (mine === turn && document.activeElement === input) show(known.get(typed));
    }

    input.addEventListener("input", () => {
      // What was chosen belongs to other words.
      choose(null);
      turn++;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      // An Enter that ends the typing of Chinese has the code 229 in some browsers.
      if (event.isComposing || event.keyCode === 229 || event.altKey) return;
      const rows = options();
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows.length) {
        event.preventDefault();
        const isOpen = !list.hidden;
        if (!isOpen) open(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        const now = rows.indexOf(chosen());
        // One place more than there are options: the words as they were typed.
        const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step;
        choose(rows[next] || null);
      } else if (event.key === "Enter" && chosen()) {
        event.preventDefault();
        location.assign(chosen().dataset.href);
      } else if (event.key === "ArrowDown" && input.value.trim()) {
        event.preventDefault();
        ask();
      } else if (event.key === "Escape") {
        turn++;
        clearTimeout(timer);
        if (list.hidden) return;
        event.preventDefault();
        open(false);
      }
    });

    input.addEventListener("blur", () => {
      turn++;
      clearTimeout(timer);
      open(false);
    });
    // The box keeps the focus while an option is clicked.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const one = event.target.closest("[role=option]");
      if (one) location.assign(one.dataset.href);
    });
  }

  document.querySelectorAll("form[data-suggest]").forEach(listen);
})();
