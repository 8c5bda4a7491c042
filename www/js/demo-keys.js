/**
 * The API keys of the sandbox's users in the demo. They open nothing else; they only look like
 * Odoo's, 40 hexadecimal digits.
 */

export const DEMO_KEYS = { admin: 'ad'.repeat(20), demo: 'de'.repeat(20), portal: 'ba'.repeat(20) };
