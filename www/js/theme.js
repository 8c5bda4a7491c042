/**
 * The colour scheme: the system's by default, or the reader's own choice, kept for the next visit.
 */

const KEY = 'odoo-client-wasm.theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const LABEL = { auto: 'as the system has it', light: 'light', dark: 'dark' };

/** Makes `button` step through system, light and dark. */
export function startTheme(button) {
  let theme = NEXT[stored()] ? stored() : 'auto';
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-label', `Colours: ${LABEL[theme]}. Change`);
    button.title = `Colours: ${LABEL[theme]}`;
  };
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      /* storage may be blocked: the choice lasts for this visit */
    }
    apply();
  });
  apply();
}

function stored() {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    return 'auto';
  }
}
