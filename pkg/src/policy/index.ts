// What bulk work decides, in Rust: a module made at the first use, so that an import costs nothing.

import given from 'odoo-bulk-wasm-bytes';
import {
  afterFailure,
  areRecords,
  faultIn,
  firstOfEach,
  groupsOf,
  initSync,
  Job,
  loadedOf,
  owedOf,
  Pages,
  pagesOf,
  partsOf,
  thereOf,
  Upsert,
  wordsOfLoad,
} from 'odoo-bulk-wasm-glue';
import { OdooError } from 'odoo-client-wasm';
import { refusedModule } from '#plain/module.ts';

export {
  AfterFailure,
  Compared,
  Confirmed,
  Contents,
  FoundKind,
  Kind,
  Loaded,
  Sends,
  Standing,
} from 'odoo-bulk-wasm-glue';

/** By name, so that what loads a module asynchronously is left out. */
const machines = {
  afterFailure,
  areRecords,
  faultIn,
  firstOfEach,
  groupsOf,
  Job,
  loadedOf,
  owedOf,
  Pages,
  pagesOf,
  partsOf,
  thereOf,
  Upsert,
  wordsOfLoad,
};

let isMade = false;

/** The state machines of the module: classes and functions. */
export function policy() {
  if (!isMade) {
    try {
      // A function that gives the bytes; in workerd, the module itself.
      initSync({ module: typeof given === 'function' ? given() : given });
    } catch (cause) {
      throw new OdooError(refusedModule('Bulk work cannot start', cause), { cause });
    }
    isMade = true;
  }
  return machines;
}
