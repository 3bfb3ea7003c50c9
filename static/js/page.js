// Small comforts. Every page works without them.
(() => {
  "use strict";

  const each = (selector, root, act) => root.querySelectorAll(selector).forEach(act);

  // Menus are <details>: Escape and a click elsewhere close them.
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      openMenus().forEach((menu) => {
        const inside = menu.contains(document.activeElement);
        menu.open = false;
        if (inside) menu.querySelector("summary").focus();
      });
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      const field = [...document.querySelectorAll("[data-search-field]")].find(
        (one) => one.offsetParent !== null,
      );
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
  });

  // Light, dark or as the system says; the server reads the cookie, so nothing flashes.
  const chooseTheme = (theme) => {
    const age = theme ? 31536000 : 0;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
    if (theme) document.documentElement.setAttribute("data-bs-theme", theme);
    else document.documentElement.removeAttribute("data-bs-theme");
    each("[data-theme-choice] button", document, (button) => {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
  };

  const revealed = (root) => {
    each("[data-theme-choice], [data-close]", root, (one) => {
      one.hidden = false;
    });
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-choice] button");
    if (theme) chooseTheme(theme.value);
    const close = event.target.closest("[data-close]");
    if (close) close.parentElement.remove();
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  // A box that chooses all others of its form, and a count of the chosen.
  const counted = (form) => {
    const boxes = [...form.querySelectorAll("[data-choose]")];
    const chosen = boxes.filter((box) => box.checked).length;
    each("[data-chosen]", form, (place) => {
      place.textContent = String(chosen);
    });
    each("[data-choose-all]", form, (all) => {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    });
  };
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form) return;
    if (event.target.matches("[data-choose-all]")) {
      each("[data-choose]", form, (box) => {
        box.checked = event.target.checked;
      });
    }
    if (event.target.matches("[data-choose-all], [data-choose]")) counted(form);
    if (event.target.matches("[data-submit-on-change]")) form.requestSubmit();
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const again = () => delete form.dataset.sent; // the answer was a file, or somebody came back
    window.setTimeout(again, 4000);
    window.addEventListener("pageshow", again, { once: true });
  });

  // Where the button pressed is gone after a swap, its row takes the focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    const row = document.getElementById(event.detail.target && event.detail.target.id);
    if (row && row.tabIndex === -1 && document.activeElement === document.body) {
      row.focus({ preventScroll: true });
    }
  });

  // What asks now and then rests while nobody looks, and asks at once when somebody looks again.
  // Where the answer comes from elsewhere, one is signed out: it is left as it was, for good.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.matches("[data-polls]")) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) each("[data-polls][hx-get]", document, (one) => htmx.trigger(one, "look"));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, xhr, pathInfo } = event.detail;
    if (!elt.matches("[data-polls]")) return;
    const asked = new URL(pathInfo.finalRequestPath, location.href).pathname;
    const answered = new URL(xhr.responseURL || asked, location.href).pathname;
    if (asked === answered && ![401, 403, 404].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    const still = elt.cloneNode(true);
    still.removeAttribute("hx-get");
    elt.replaceWith(still);
  });

  revealed(document);
  document.addEventListener("htmx:afterSwap", (event) => revealed(event.detail.elt));
})();
