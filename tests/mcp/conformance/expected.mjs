// Scenarios that cannot pass, with the reason. Anything else that fails is a failure; one of these
// that passes is one, too.

const noImages = 'no tool answers with images, audio or embedded resources: files are links';
const noSampling = 'nothing is sampled from the client';
const both = {
  'tools-call-image': noImages,
  'tools-call-audio': noImages,
  'tools-call-embedded-resource': noImages,
  'tools-call-mixed-content': noImages,
  'prompts-get-embedded-resource': 'prompts are words alone',
  'prompts-get-with-image': 'prompts are words alone',
};
const notOfOurs = [
  'sep-2575-server-rejects-undeclared-capability',
  'sep-2575-missing-capability-http-400',
  'sep-2575-server-sends-prompts-list-changed-on-subscription',
  'sep-2575-server-sends-tools-list-changed-on-subscription',
];
const byRevision = {
  '2025-11-25': {
    'logging-set-level': 'no logging is offered',
    'tools-call-with-logging': 'no logging is offered',
    'tools-call-sampling': noSampling,
    'resources-subscribe': 'resources cannot be subscribed to',
    'resources-unsubscribe': 'resources cannot be subscribed to',
    'elicitation-sep1034-defaults': 'the one question is yes or no: it has no other kinds of field',
    'elicitation-sep1330-enums': 'the one question is yes or no: it has no other kinds of field',
  },
  '2026-07-28': {
    'server-stateless': {
      why: "the suite's own tools for them are none of ours: nothing needs a capability that a client must declare, and no tool changes the lists",
      checks: notOfOurs,
    },
    'input-required-result-basic-sampling': noSampling,
    'input-required-result-basic-list-roots': 'roots are not asked for',
    'input-required-result-multiple-input-requests': 'one question at a time',
    'input-required-result-multi-round': 'one question is enough',
    'input-required-result-non-tool-request': 'prompts ask nothing',
    'input-required-result-ignore-extra-params':
      'an answer without the state of its question is no consent: it is asked again',
    'input-required-result-capability-check':
      'a client without elicitation gets a plan, in place of another question',
  },
};
const isOfHttp = 'a matter of HTTP, which is the door here';
const byTransport = {
  http: {
    '2025-11-25': {
      'tools-call-elicitation':
        'nothing is kept between requests of this revision over HTTP: its clients get a plan',
      'server-sse-multiple-streams': 'no sessions are kept, so none can be lost',
    },
  },
  pipe: {
    '2025-11-25': { 'dns-rebinding-protection': isOfHttp },
    '2026-07-28': {
      'dns-rebinding-protection': isOfHttp,
      'server-stateless': {
        why: 'besides, statuses are a matter of HTTP, and over a pipe what has no _meta is of the older revision',
        checks: [
          ...notOfOurs,
          'sep-2575-http-server-*',
          'sep-2575-request-meta-invalid-missing-meta',
          'sep-2575-request-meta-invalid-missing-protocol-version',
        ],
      },
    },
  },
};

/** The scenarios by name, with their reasons. */
export const expected = (transport, revision) => ({
  ...both,
  ...byRevision[revision],
  ...byTransport[transport][revision],
});
