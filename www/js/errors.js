/**
 * One table of errors: what each class means and what to do about it, and how an error is shown.
 */

import { facts, h, icon } from './dom.js';
import { count } from './format.js';
import { redacted, withoutSecrets } from './redact.js';

/**
 * From the most particular class to the most general; the first that fits an error describes it.
 */
export const ERROR_CLASSES = [
  [
    'OdooSessionExpiredError',
    'Session expired',
    'Odoo no longer knows this session: it ended, or the server restarted. A client that has the password signs in again by itself; this one could not.',
    'Log out and connect again.',
  ],
  [
    'OdooAuthError',
    'Not signed in',
    'Odoo did not accept the database with this username and password, or this API key; or no one has signed in yet.',
    'Check username and password (mind capitals), and the name of the database; an API key may have expired. A user with two-factor login needs an API key.',
  ],
  [
    'OdooTimeoutError',
    'No answer in time',
    'The call took longer than its time limit, and was given up. A write may still have happened.',
    'Look whether it took effect before you repeat it. Ask for fewer records at once, or give a larger timeoutMs.',
  ],
  [
    'OdooRateLimitError',
    'Too many calls',
    'The server, or what stands before it, asked this client to slow down.',
    'Wait for the time it names (in the details below), then go on.',
  ],
  [
    'OdooNetworkError',
    'Server not reached',
    'The request did not come through: the server is down, the address is wrong, or it does not allow calls from this page.',
    'Check the address. Odoo refuses pages of another origin: a proxy on this page’s own origin, such as the demo server, passes the calls on.',
  ],
  [
    'OdooRedirectWarning',
    'More to set up',
    'Odoo needs something configured first and names the place.',
    'Follow the action it names in Odoo itself.',
  ],
  [
    'OdooValidationError',
    'Values not accepted',
    'A rule of the model, or of its business logic, forbids this. Nothing was changed.',
    'Read the reason, correct the values and save again.',
  ],
  [
    'OdooAccessError',
    'Access refused',
    'This user has no right to do that with these records. Nothing was changed.',
    'Ask an administrator for the right, or sign in as another user.',
  ],
  [
    'OdooMissingError',
    'Record gone',
    'At least one of these records does not exist any more.',
    'Reload the list: somebody may have deleted it.',
  ],
  [
    'OdooLockError',
    'Record busy',
    'Another transaction holds these records.',
    'Try again in a moment.',
  ],
  [
    'OdooSafetyError',
    'Refused by you',
    'The safety dialog was answered with “Refuse”. Nothing was sent to Odoo.',
    'Nothing to do. Repeat the action to be asked again.',
  ],
  [
    'OdooBulkError',
    'Done in part',
    'A job of many calls was not done as a whole. The message tells how many rows are done, refused, unknown or not tried; the error itself tells which.',
    'Correct the rows that were refused and run it again. What was made with “upsert” goes on where it ended; nothing is made twice.',
  ],
  [
    'OdooRpcError',
    'Odoo reported an error',
    'The call reached Odoo and failed there: often an unknown model, method or field, or a domain it cannot read.',
    'Compare names and arguments with the message.',
  ],
  [
    'OdooError',
    'Call not possible',
    'The client refused the call before sending anything.',
    'Correct what the message names.',
  ],
  [
    'TypeError',
    'Wrong kind of argument',
    'An argument has the wrong type, so nothing was sent.',
    'Correct the argument that the message names.',
  ],
  [
    'Error',
    'Something went wrong',
    'The page met an error it has no name for.',
    'Reload the page and try again.',
  ],
].map(([name, title, what, remedy]) => ({ name, title, what, remedy }));

const LISTED = 10;
const MILD = new Set(['OdooSafetyError']);

/** The entry of the table that describes `error`, found along its chain of classes. */
export function describeError(error) {
  const names = new Set([error?.name]);
  for (
    let proto = Object.getPrototypeOf(Object(error));
    proto;
    proto = Object.getPrototypeOf(proto)
  )
    names.add(proto.constructor?.name).add(proto.name);
  return ERROR_CLASSES.find(({ name }) => names.has(name)) ?? ERROR_CLASSES.at(-1);
}

/**
 * Shows `error` as a card: what happened, what the server said, what to do, and the details for who
 * wants them.
 */
export function errorCard(error, { onClose } = {}) {
  const { name, title, what, remedy } = describeError(error);
  const message = withoutSecrets(error?.message ?? String(error)).trim();
  return h(
    'div',
    {
      class: `error-card ${MILD.has(name) ? 'mild' : ''}`,
      role: 'alert',
      dataset: { errorClass: error?.name ?? name },
    },
    h(
      'div',
      { class: 'error-head' },
      icon(MILD.has(name) ? 'shield' : 'alert'),
      h(
        'div',
        { class: 'error-title' },
        h('strong', {}, title),
        h('code', { class: 'badge' }, error?.name ?? name),
      ),
      onClose &&
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button small',
            'aria-label': 'Dismiss this message',
            onclick: onClose,
          },
          icon('close'),
        ),
    ),
    message && h('p', { class: 'error-message' }, message),
    h('p', { class: 'error-what' }, what),
    h('p', { class: 'error-remedy' }, h('b', {}, 'What to do: '), remedy),
    details(error),
  );
}

/** Shows `error` inside `slot`, in place of whatever stood there. */
export function showError(slot, error) {
  slot.replaceChildren(errorCard(error, { onClose: () => slot.replaceChildren() }));
  slot.scrollIntoView({ block: 'nearest' });
}

function details(error) {
  const json = typeof error?.toJSON === 'function' ? redacted(error.toJSON()) : null;
  const call = error?.model ? `${error.model}.${error.method ?? ''}` : '';
  const pairs = facts([
    ['Call', call && h('code', {}, call)],
    ['Raised by', error?.data?.name && h('code', {}, String(error.data.name))],
    ['Code', error?.code],
    ['HTTP status', error?.status],
    ['Protocol', error?.protocol],
    ['Suggests', error?.buttonText],
    ['Try again after', error?.retryAfterMs && `${Math.ceil(error.retryAfterMs / 1000)} s`],
    ['Cause', error?.cause?.message && withoutSecrets(error.cause.message)],
  ]);
  if (!pairs.length && !json) return null;
  return h(
    'details',
    {},
    h('summary', {}, 'Technical details'),
    pairs.length > 0 && h('dl', { class: 'facts' }, pairs),
    json &&
      h(
        'pre',
        { tabindex: '0', 'aria-label': 'The error as JSON' },
        JSON.stringify(json, shortened, 2),
      ),
  );
}

/** Long lists, such as the rows of a job, are told by their beginning. */
const shortened = (key, value) =>
  Array.isArray(value) && value.length > LISTED
    ? [...value.slice(0, LISTED), `… and ${count(value.length - LISTED)} more`]
    : value;
