// Profiles: connections that `login` stored. Their secrets are in the system's keychain where a
// library for it is installed, else in the same file, which only its owner may read.

import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError, exitCodes, fileError } from './errors.ts';
import { say } from './output.ts';
import { keepSecret } from './secrets.ts';

/** A stored connection. */
export interface Profile {
  url: string;
  database: string;
  username: string;
  protocol?: string;
  /** What the secret is. */
  kind: 'password' | 'apiKey';
  /** Where the secret is. */
  kept: 'keychain' | 'file';
  secret?: string;
  /** When the API key ends, as `YYYY-MM-DD`. */
  expires?: string;
}

interface Stored {
  default?: string;
  profiles: Record<string, Profile>;
}

/** The folder of settings: ODOO_CONFIG_DIR, or what the system has for it. */
export function configFolder(): string {
  const { ODOO_CONFIG_DIR, XDG_CONFIG_HOME, APPDATA } = process.env;
  if (ODOO_CONFIG_DIR) return ODOO_CONFIG_DIR;
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'odoo-client-wasm');
  return join(XDG_CONFIG_HOME || join(homedir(), '.config'), 'odoo-client-wasm');
}

const file = () => join(configFolder(), 'profiles.json');

/** What is stored; nothing, where there is no file yet. */
export async function storedProfiles(): Promise<Stored> {
  let text: string;
  try {
    text = await readFile(file(), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { profiles: {} };
    throw fileError(error, file(), 'read');
  }
  if (process.platform !== 'win32' && ((await stat(file())).mode & 0o077) !== 0) {
    await chmod(file(), 0o600).catch(() => {});
    say(`${file()} could be read by others; its rights are now 0600. Change the secrets in it.`);
  }
  try {
    const stored = JSON.parse(text) as Stored;
    if (typeof stored.profiles !== 'object' || stored.profiles === null) throw new Error();
    return stored;
  } catch {
    throw new CliError(
      exitCodes.configuration,
      `${file()} is damaged`,
      'delete the file, then log in anew: odoo-client-wasm login',
    );
  }
}

async function store(stored: Stored): Promise<void> {
  const target = file();
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(stored, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw fileError(error, target, 'write');
  }
}

/**
 * The parts of `@napi-rs/keyring` that are used. It is a native module: it cannot be bundled, but
 * may be installed.
 */
interface Keyring {
  Entry: new (
    service: string,
    account: string,
  ) => {
    getPassword(): string | null;
    setPassword(secret: string): void;
    deletePassword(): boolean;
  };
}

/** The system's keychain, where `@napi-rs/keyring` is installed beside the package. */
export async function keychain(): Promise<Keyring | undefined> {
  if (process.env.ODOO_KEYCHAIN === 'off') return undefined;
  const name = '@napi-rs/keyring';
  try {
    return (await import(name)) as Keyring;
  } catch {
    return undefined;
  }
}

const service = 'odoo-client-wasm';

/** Stores a profile with its secret, and tells where the secret went. */
export async function saveProfile(
  name: string,
  profile: Omit<Profile, 'kept' | 'secret'>,
  secret: string,
): Promise<'keychain' | 'file'> {
  keepSecret(secret, profile.username, profile.database);
  const stored = await storedProfiles();
  let kept: 'keychain' | 'file' = 'file';
  const ring = await keychain();
  if (ring) {
    try {
      new ring.Entry(service, name).setPassword(secret);
      kept = 'keychain';
    } catch {
      // A machine without a desktop has the library and no keychain.
    }
  }
  stored.profiles[name] = { ...profile, kept, ...(kept === 'file' ? { secret } : {}) };
  stored.default ??= name;
  await store(stored);
  return kept;
}

/** Forgets a profile and its secret; tells whether there was one. */
export async function removeProfile(name: string): Promise<boolean> {
  const stored = await storedProfiles();
  const profile = stored.profiles[name];
  if (!profile) return false;
  if (profile.kept === 'keychain') {
    const ring = await keychain();
    try {
      new (ring as Keyring).Entry(service, name).deletePassword();
    } catch {
      say(`the keychain did not give up the secret of "${name}": remove ${service}/${name} there`);
    }
  }
  delete stored.profiles[name];
  if (stored.default === name) {
    const [next] = Object.keys(stored.profiles);
    if (next === undefined) delete stored.default;
    else stored.default = next;
  }
  await store(stored);
  return true;
}

/** Makes a profile the one that is used when none is named. */
export async function setDefaultProfile(name: string): Promise<void> {
  const stored = await storedProfiles();
  if (!stored.profiles[name]) throw noSuchProfile(name, Object.keys(stored.profiles));
  stored.default = name;
  await store(stored);
}

export const noSuchProfile = (name: string, names: string[]) =>
  new CliError(
    exitCodes.configuration,
    `there is no profile "${name}"`,
    names.length ? `the profiles are: ${names.join(', ')}` : 'make one: odoo-client-wasm login',
  );

/** The secret of a profile. */
export async function secretOf(name: string, profile: Profile): Promise<string> {
  if (profile.kept === 'file' && profile.secret) {
    keepSecret(profile.secret, profile.username, profile.database);
    return profile.secret;
  }
  const ring = await keychain();
  let secret: string | null = null;
  try {
    secret = ring ? new ring.Entry(service, name).getPassword() : null;
  } catch {
    // Told below: there is no secret.
  }
  if (!secret) {
    throw new CliError(
      exitCodes.configuration,
      `the secret of the profile "${name}" is not to be had from the keychain`,
      `unlock the keychain, or log in anew: odoo-client-wasm login --profile ${name}`,
    );
  }
  keepSecret(secret, profile.username, profile.database);
  return secret;
}
