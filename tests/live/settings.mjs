// What the environment says of the server to test against.

import { Refusal } from '../../scripts/process.mjs';

const required = ['ODOO_URL', 'ODOO_DB', 'ODOO_USER', 'ODOO_PASSWORD'];

/** Users that may be left out, and what is not tested then. */
const others = { demo: 'ODOO_DEMO', portal: 'ODOO_PORTAL' };

/**
 * `{ url, database, users: { admin, demo?, portal? }, apiKey?, modules }`. The file `.odoo.env` is
 * not looked at: a suite that writes goes nowhere by mistake.
 */
export function settings(env = process.env) {
  const missing = required.filter((name) => !env[name]);
  for (const prefix of Object.values(others)) {
    if (env[`${prefix}_USER`] && !env[`${prefix}_PASSWORD`]) missing.push(`${prefix}_PASSWORD`);
  }
  if (missing.length) {
    throw new Refusal(
      `there is no server to test against: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set`,
      'tests/live/README.md says how to start one, and what the variables are; a database whose records matter is none',
    );
  }
  const user = (prefix) =>
    env[`${prefix}_USER`] && {
      username: env[`${prefix}_USER`],
      password: env[`${prefix}_PASSWORD`],
    };
  return {
    url: env.ODOO_URL,
    database: env.ODOO_DB,
    users: {
      admin: user('ODOO'),
      ...Object.fromEntries(
        Object.entries(others)
          .map(([name, prefix]) => [name, user(prefix)])
          .filter(([, known]) => known),
      ),
    },
    apiKey: env.ODOO_API_KEY || undefined,
    modules: env.ODOO_LIVE_MODULES === '1',
  };
}
