"use strict";
// Names for what Django's widgets draw without: select2's fields get that of the field they stand for; each cell of a wide
// table gets that of its column, for screens on which the cells stand below each other.
document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("#result_list, .tabular table")) {
    const names = Array.from(table.querySelectorAll("thead th"), (heading) => (heading.querySelector(".text") || heading).textContent.trim());
    for (const row of table.querySelectorAll("tbody tr:not(.row-form-errors)")) {
      for (const [place, cell] of Array.from(row.children).entries()) {
        if (names[place] && !cell.matches(".action-checkbox, .original")) {
          cell.dataset.label = names[place];
        }
      }
    }
  }
});
window.addEventListener("load", () => {
  // Django's own scripts draw these at the same event.
  window.setTimeout(() => {
    for (const icon of document.querySelectorAll(".help-tooltip[aria-label]")) {
      icon.setAttribute("role", "img");
    }
  }, 0);
  const $ = window.django && window.django.jQuery;
  if (!$ || !$.fn.select2) {
    return;
  }

  function nameOf(select) {
    const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(/[:：]\s*$/, "").trim() : "");
  }

  function nameAll() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const name = nameOf(select);
      const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      if (!name || !box) {
        continue;
      }
      const chosen = Array.from(select.selectedOptions, (option) => option.textContent.trim()).filter(Boolean);
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", [name, ...chosen].join(": "));
      for (const field of box.querySelectorAll("[role=textbox], .select2-search__field")) {
        field.setAttribute("aria-label", name);
      }
    }
  }

  // After Django's own script has drawn them, which on a short page may come later than this event.
  $(() => window.setTimeout(nameAll, 0));
  $(document).on("change select2:select select2:unselect formset:added", () => window.setTimeout(nameAll, 0));
  document.addEventListener("formset:added", () => window.setTimeout(nameAll, 0));
  $(document).on("select2:open", (event) => {
    for (const field of document.querySelectorAll(".select2-container--open .select2-search__field")) {
      field.setAttribute("aria-label", nameOf(event.target));
    }
  });
});
