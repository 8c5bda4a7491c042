/**
 * The error classes side by side: what each means, what to do, and a button that provokes it for
 * real.
 */

import { h, icon } from './dom.js';
import { ERROR_CLASSES, errorCard } from './errors.js';
import { troubles } from './troubles.js';

/** Shows the view in `root`. Every attempt goes through the client and so into the call log. */
export function errorsView(root, connection) {
  const result = h('div', { class: 'error-slot provoked' });
  const provoke = troubles(connection);

  const attempt = async (name, action, button) => {
    button.disabled = true;
    try {
      await action();
      result.replaceChildren(
        h(
          'p',
          { class: 'notice', role: 'status' },
          `${name} did not occur: this user is allowed to do that. Sign in as demo or portal to see it.`,
        ),
      );
    } catch (error) {
      result.replaceChildren(errorCard(error, { onClose: () => result.replaceChildren() }));
    } finally {
      button.disabled = false;
    }
    result.scrollIntoView({
      block: 'nearest',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
  };

  root.replaceChildren(
    h(
      'header',
      { class: 'view-head' },
      h(
        'div',
        { class: 'view-title' },
        h('h1', {}, 'Errors'),
        h(
          'p',
          { class: 'hint' },
          'Every failure has a class of its own, so that a program can tell them apart. Try them.',
        ),
      ),
    ),
    result,
    h(
      'div',
      { class: 'card' },
      h(
        'ul',
        { class: 'error-table' },
        ERROR_CLASSES.filter(({ name }) => name.startsWith('Odoo')).map(
          ({ name, title, what, remedy }) =>
            h(
              'li',
              { dataset: { errorClass: name } },
              h(
                'div',
                { class: 'error-name' },
                h('h2', {}, title),
                h('code', { class: 'badge' }, name),
              ),
              h(
                'div',
                { class: 'error-text' },
                h('p', {}, what),
                h('p', { class: 'hint' }, h('b', {}, 'What to do: '), remedy),
              ),
              h(
                'div',
                { class: 'error-provoke' },
                (provoke[name] ?? []).map(([label, action]) =>
                  h(
                    'button',
                    {
                      type: 'button',
                      class: 'button small',
                      onclick: (event) => attempt(name, action, event.currentTarget),
                    },
                    icon('play'),
                    label,
                  ),
                ),
              ),
            ),
        ),
      ),
    ),
  );
}
