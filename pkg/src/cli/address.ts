// Addresses as people paste them.

import { usageError } from './errors.ts';

export interface Address {
  root: string;
  /** What was cut or added, in words. */
  repaired?: string;
}

const behind = /\/(?:web|odoo|jsonrpc|json|xmlrpc|my|mail|doc|scoped_app)(?:[/#?].*)?$/;

/** The root of the server that an address leads to. */
export function addressOf(text: string): Address {
  const given = text.trim();
  const whole = /^[a-z]+:\/\//i.test(given)
    ? given
    : `${/^(?:localhost|127\.|\[::1\]|[^.]+:\d+$)/.test(given) ? 'http' : 'https'}://${given}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    throw usageError(`"${given}" is not an address`, 'write it as https://odoo.example.com');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw usageError(
      `"${given}" is not the address of a web server`,
      'it begins with https:// or http://',
    );
  if (url.username || url.password)
    throw usageError(
      'the address holds a user or a password',
      'leave them out: they are settings of their own',
    );
  const path = `${url.pathname}${url.search}${url.hash}`
    .replace(behind, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const root = `${url.origin}${path}`;
  return root === given ? { root } : { root, repaired: `${given} → ${root}` };
}
