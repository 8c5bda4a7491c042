/** Who is signed in, where, over which protocol, and in which language and time zone. */

import { byId, facts, h } from './dom.js';
import { valueText } from './format.js';
import { protocolName } from './protocols.js';

/** Shows the session of `connection` in the header and in its panel. */
export function showSession({ session, client, url, protocol }) {
  const name = session.name || session.username || `user ${session.uid}`;
  byId('session-name').textContent = name;
  byId('session-db').textContent = session.db;
  byId('session-initials').textContent = initials(name);
  byId('session-button').hidden = false;
  byId('session-facts').replaceChildren(
    ...facts([
      ['Name', session.name],
      ['Username', session.username],
      ['User id', h('code', {}, String(session.uid))],
      ['Partner', partnerText(session.partner_id)],
      ['Database', session.db],
      ['Language', session.context?.lang],
      ['Time zone', session.context?.tz || 'not set'],
      [
        'Protocol',
        `${protocolName(client.protocol)}${protocol === 'auto' ? ', chosen by the client' : ''}`,
      ],
      ['Server', url],
    ]),
  );
}

/** Takes the session off the page. */
export function hideSession() {
  byId('session-button').hidden = true;
  byId('session-facts').replaceChildren();
  if (byId('session-panel').matches(':popover-open')) byId('session-panel').hidePopover();
}

function partnerText(partner) {
  return Array.isArray(partner)
    ? `${valueText(partner, { type: 'many2one' })} (${partner[0]})`
    : partner
      ? `id ${partner}`
      : '';
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
