// What of ours stands in for the names of the suite: a request with one of its names becomes a
// request for something of the same kind.

/** Tools, by the suite's names. */
const tools = {
  test_simple_text: ['odoo_count', { model: 'res.partner' }],
  test_error_handling: ['odoo_count', { model: 'no.such' }],
  // Two requests to a slow Odoo, one after the other: what is told each second comes three times.
  test_tool_with_progress: [
    'odoo_group',
    { model: 'res.partner', groupby: ['country_id'], connection: 'slow' },
  ],
  test_elicitation: ['odoo_create', { model: 'res.partner', values: { name: 'Asked' } }],
  test_streaming_elicitation: ['odoo_create', { model: 'res.partner', values: { name: 'Asked' } }],
  test_input_required_result_elicitation: [
    'odoo_create',
    { model: 'res.partner', values: { name: 'Asked' } },
  ],
  test_input_required_result_request_state: [
    'odoo_create',
    { model: 'res.partner', values: { name: 'Asked' } },
  ],
  test_input_required_result_tampered_state: [
    'odoo_create',
    { model: 'res.partner', values: { name: 'Asked' } },
  ],
  test_logging_tool: ['odoo_count', { model: 'res.partner' }],
};

const prompts = {
  test_simple_prompt: () => ['month_sales', { month: '2026-01' }],
  test_prompt_with_arguments: ({ arg1 = '', arg2 = '' } = {}) => [
    'find_duplicates',
    { model: arg1, field: arg2 },
  ],
};

const resources = {
  'test://static-text': 'odoo://default/res.partner/1',
  'test://static-binary': 'odoo://default/report/sale.report_saleorder/1',
  'test://template/123/data': 'odoo://default/res.country/123',
};

/** The question of a tool that asks a person, by its name in the suite and in this server. */
const question = { theirs: 'user_name', ours: 'consent' };

/** The request of ours that a request of the suite stands for. */
export function ours(message) {
  const { method, params } = message;
  if (!params) return message;
  const changed = (more) => ({ ...message, params: { ...params, ...more } });
  if (method === 'tools/call' && Object.hasOwn(tools, params.name)) {
    const [name, args] = tools[params.name];
    const { inputResponses } = params;
    const isOne =
      typeof inputResponses === 'object' &&
      inputResponses !== null &&
      question.theirs in inputResponses;
    const { [question.theirs]: answer, ...others } = isOne ? inputResponses : {};
    return changed({
      name,
      arguments: args,
      ...(isOne ? { inputResponses: { ...others, [question.ours]: answer } } : {}),
    });
  }
  if (method === 'prompts/get' && Object.hasOwn(prompts, params.name)) {
    const [name, args] = prompts[params.name](params.arguments);
    return changed({ name, arguments: args });
  }
  if (method === 'resources/read' && Object.hasOwn(resources, params.uri))
    return changed({ uri: resources[params.uri] });
  if (method === 'completion/complete' && params.ref?.name === 'test_prompt_with_arguments') {
    return changed({
      ref: { type: 'ref/prompt', name: 'find_duplicates' },
      argument: { ...params.argument, name: 'model' },
    });
  }
  return message;
}

/** The answer as the suite expects it: with its own name of the question. */
export function theirs(message) {
  const asked = message?.result?.inputRequests?.[question.ours];
  if (!asked) return message;
  const { [question.ours]: _, ...others } = message.result.inputRequests;
  return {
    ...message,
    result: { ...message.result, inputRequests: { ...others, [question.theirs]: asked } },
  };
}
