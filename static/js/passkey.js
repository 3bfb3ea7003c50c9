// Shows the passkey buttons where the browser knows passkeys, and says so in words when one fails.
(() => {
  "use strict";
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((one) => {
      one.hidden = false;
    });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-trouble]").forEach((one) => {
      one.hidden = false;
    });
  });
})();
