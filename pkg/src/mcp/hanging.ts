// Records that hang on a record of any model, such as files and messages. What holds for that
// record holds for them.

import type { Operation } from './policy.ts';

interface Hanging {
  /** The field that names the model; `res_id` names the record. */
  column: string;
  /** The operation on the owner that a change of them is. */
  operation: Operation;
}

const models: Record<string, Hanging> = {
  'ir.attachment': { column: 'res_model', operation: 'update' },
  'documents.document': { column: 'res_model', operation: 'update' },
  'mail.message': { column: 'model', operation: 'message' },
  'mail.mail': { column: 'model', operation: 'message' },
  'mail.compose.message': { column: 'model', operation: 'message' },
  'mail.scheduled.message': { column: 'model', operation: 'message' },
  'mail.activity': { column: 'res_model', operation: 'message' },
  'mail.followers': { column: 'res_model', operation: 'message' },
  'rating.rating': { column: 'res_model', operation: 'message' },
  'ir.model.data': { column: 'model', operation: 'update' },
};

/** How records of a model hang on others, if they do. */
export function hangingOf(model: string): Hanging | undefined {
  return Object.hasOwn(models, model) ? models[model] : undefined;
}
