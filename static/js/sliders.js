// Weights as sliders. Without this file they are number fields, and shares are right after a send.
(() => {
  "use strict";

  const each = (selector, root, act) => root.querySelectorAll(selector).forEach(act);
  const number = (slider) => document.getElementById(slider.dataset.slider);
  const weightOf = (slider) => Math.min(100, Math.max(0, parseInt(number(slider).value, 10) || 0));

  const counts = (slider) => {
    if ("idle" in slider.dataset) return false;
    const choice = slider.dataset.countsWith;
    if (!choice) return true;
    const chosen = slider.form.querySelector(`[name="${choice}"]:checked`);
    return !chosen || chosen.value !== "any";
  };

  const told = (group) => {
    const sliders = [...group.querySelectorAll("[data-slider]")];
    const weights = sliders.map((one) => (counts(one) ? weightOf(one) : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    sliders.forEach((slider, at) => {
      const share = String(Math.round((100 * weights[at]) / total));
      const place = group.querySelector(`[data-share="${slider.dataset.slider}"]`);
      place.textContent = share;
      slider.setAttribute("aria-valuetext", `${weightOf(slider)}, ${place.parentElement.textContent.trim()}`);
    });
  };

  const shown = (root) => {
    each("[data-slider]", root, (slider) => {
      slider.hidden = false;
      slider.value = weightOf(slider);
    });
    each("[data-weights]", root, told);
  };

  document.addEventListener("input", (event) => {
    const group = event.target.closest("[data-weights]");
    if (!group) return;
    if (event.target.matches("[data-slider]")) number(event.target).value = event.target.value;
    each("[data-slider]", group, (slider) => {
      if (slider !== event.target) slider.value = weightOf(slider);
    });
    told(group);
  });

  shown(document);
  window.addEventListener("pageshow", () => shown(document)); // somebody came back: typed values stay
})();
