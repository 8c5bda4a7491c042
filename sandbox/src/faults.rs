//! Faults on demand: rules that spoil chosen answers, so that a client's tests can meet them.
//!
//! Here is decided which request is struck and what the answer then is; what only the owner of a
//! socket can do (reset, hang, drip) is passed on as an [`Effect`].

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::journal::{Call, Protocol};
use crate::random::Random;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// The connection is closed as soon as it is accepted (or, on one kept alive, without an
    /// answer).
    Refuse,
    /// The connection is reset before a byte is answered.
    ResetBefore,
    /// The connection is reset in the middle of the body.
    ResetMidBody,
    /// Nothing is ever answered.
    HangBeforeHeaders,
    /// The headers come, the body never.
    HangAfterHeaders,
    /// The body comes a few bytes at a time.
    Drip,
    /// The connection is closed before the body is as long as was promised.
    Truncate,
    /// The body comes compressed, whether the client can read that or not.
    Gzip,
    /// The body comes in many chunks and without a length.
    Chunked,
    /// The answer comes `milliseconds` late.
    Delay,
    /// A proxy's HTML page comes with `status` (502).
    Html,
    /// A bare status comes: `status` (503).
    Status,
    /// JSON comes, `body`, with `status` (200), whatever the protocol would have made of it.
    Body,
    /// The method returned `value`, in the form that the protocol gives it.
    Result,
    /// The client is sent to `location` (another host's login page), with `status` (302).
    Redirect,
    /// The session the request belongs to is gone.
    DropSession,
    /// The session the request belongs to gets a new id; the old one is good for two minutes more.
    RotateSession,
    /// The database the request asks for is gone.
    DropDatabase,
    /// The answer carries another JSON-RPC id.
    OtherId,
    /// The result is a text of `megabytes` (8).
    BigBody,
    /// Every connection to the database is taken: HTTP 500.
    PoolFull,
    /// Two transactions met and this one lost, for good: `psycopg2.errors.SerializationFailure`.
    Serialization,
    /// The records are locked by someone else: `LockError` from 19 on,
    /// `psycopg2.errors.LockNotAvailable` before.
    Lock,
    /// The exception `name` with `message`.
    Error,
}

impl Fault {
    /// Tells whether the fault spoils an answer that must exist first.
    fn needs_an_answer(self) -> bool {
        matches!(
            self,
            Self::ResetMidBody
                | Self::HangAfterHeaders
                | Self::Drip
                | Self::Truncate
                | Self::Gzip
                | Self::Chunked
                | Self::Delay
                | Self::OtherId
        )
    }

    /// Returns what is left to the owner of the socket.
    pub(crate) fn effect(self, rule: &FaultRule) -> Option<Effect> {
        Some(match self {
            Self::Refuse => Effect::Refuse,
            Self::ResetBefore => Effect::ResetBefore,
            Self::ResetMidBody => Effect::ResetMidBody,
            Self::HangBeforeHeaders => Effect::HangBeforeHeaders,
            Self::HangAfterHeaders => Effect::HangAfterHeaders,
            Self::Drip => Effect::Drip,
            Self::Truncate => Effect::Truncate,
            Self::Gzip => Effect::Gzip,
            Self::Chunked => Effect::Chunked,
            Self::Delay => Effect::Delay(rule.milliseconds.unwrap_or(1_000)),
            _ => return None,
        })
    }

    /// Returns the fault's name in a rule.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::ResetBefore => "resetBefore",
            Self::ResetMidBody => "resetMidBody",
            Self::HangBeforeHeaders => "hangBeforeHeaders",
            Self::HangAfterHeaders => "hangAfterHeaders",
            Self::Drip => "drip",
            Self::Truncate => "truncate",
            Self::Gzip => "gzip",
            Self::Chunked => "chunked",
            Self::Delay => "delay",
            Self::Html => "html",
            Self::Status => "status",
            Self::Body => "body",
            Self::Result => "result",
            Self::Redirect => "redirect",
            Self::DropSession => "dropSession",
            Self::RotateSession => "rotateSession",
            Self::DropDatabase => "dropDatabase",
            Self::OtherId => "otherId",
            Self::BigBody => "bigBody",
            Self::PoolFull => "poolFull",
            Self::Serialization => "serialization",
            Self::Lock => "lock",
            Self::Error => "error",
        }
    }
}

/// What only the owner of the socket can do to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// Close the connection without an answer.
    Refuse,
    /// Reset the connection without an answer.
    ResetBefore,
    /// Send the headers and half of the body, then reset the connection.
    ResetMidBody,
    /// Keep the connection open and say nothing.
    HangBeforeHeaders,
    /// Send the headers, then say nothing more.
    HangAfterHeaders,
    /// Send the body a few bytes at a time.
    Drip,
    /// Promise the whole body, send half of it and close.
    Truncate,
    /// Compress the body with gzip.
    Gzip,
    /// Send the body in many chunks, without its length.
    Chunked,
    /// Answer that many milliseconds late.
    Delay(u64),
}

/// When a client may try again, in the two ways HTTP has to say so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum RetryAfter {
    /// So many seconds from now.
    Seconds(u64),
    /// On a date, such as `Wed, 21 Oct 2026 07:28:00 GMT`; sent as it stands.
    Date(String),
}

impl std::fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Seconds(seconds) => write!(f, "{seconds}"),
            Self::Date(date) => f.write_str(date),
        }
    }
}

/// A fault and the requests it strikes: those for which everything given here holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultRule {
    /// What goes wrong.
    pub fault: Fault,
    /// Requests of this path or below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Requests of this protocol: `jsonrpc`, `session`, `json2`, `xmlrpc` or `http`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// Calls of this service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Calls of this model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Calls of this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// So many of them pass before the first is struck.
    #[serde(default)]
    pub after: u64,
    /// So many are struck; without it and without a probability: one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Each is struck with this probability, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Whether the call runs before the fault strikes. By default only where there is no fault
    /// without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_first: Option<bool>,
    /// The status of `html`, `status`, `body` and `redirect`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The JSON of `body`.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub body: Option<Value>,
    /// The value of `result`.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Value>,
    /// The `Retry-After` that comes with `html` and `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<RetryAfter>,
    /// Where `redirect` leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The size of `bigBody`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub megabytes: Option<usize>,
    /// How late `delay` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
    /// The exception of `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The message of `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Reads a member that may be `null` and is given all the same.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl FaultRule {
    /// Tells whether the call runs before the fault strikes.
    pub(crate) fn applies_first(&self) -> bool {
        self.apply_first.unwrap_or(self.fault.needs_an_answer())
    }

    /// Tells whether the call gets through to Odoo, whatever becomes of its answer.
    pub(crate) fn lets_through(&self) -> bool {
        let only_hinders = matches!(
            self.fault,
            Fault::DropSession | Fault::RotateSession | Fault::DropDatabase
        );
        only_hinders || self.applies_first()
    }

    /// Tells whether the rule asks nothing of a request, and so may strike a connection before
    /// there is one.
    fn strikes_anything(&self) -> bool {
        self.path.is_none()
            && self.protocol.is_none()
            && self.service.is_none()
            && self.model.is_none()
            && self.method.is_none()
    }

    fn matches(&self, call: &Call, path: &str) -> bool {
        let is = |wanted: &Option<String>, found: &Option<String>| {
            wanted.is_none() || wanted.as_deref() == found.as_deref()
        };
        self.protocol.is_none_or(|wanted| wanted == call.protocol)
            && is(&self.service, &call.service)
            && is(&self.model, &call.model)
            && is(&self.method, &call.method)
            && self.path.as_deref().is_none_or(|wanted| {
                path.strip_prefix(wanted).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with('/') || wanted.ends_with('/')
                })
            })
    }
}

/// The rules in force.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
    random: Random,
}

impl Faults {
    pub(crate) fn new(random: Random) -> Self {
        Self {
            rules: Vec::new(),
            random,
        }
    }

    /// Adds a rule behind those in force.
    pub(crate) fn add(&mut self, mut rule: FaultRule) {
        if rule.count.is_none() && rule.probability.is_none() {
            rule.count = Some(1);
        }
        self.rules.push(rule);
    }

    /// Lifts every rule.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Returns the rules in force.
    pub(crate) fn rules(&self) -> &[FaultRule] {
        &self.rules
    }

    /// Finds the rule that strikes this request, and counts it.
    pub(crate) fn strike(&mut self, call: &Call, path: &str) -> Option<FaultRule> {
        self.strike_first(|rule| rule.matches(call, path))
    }

    /// Finds the rule that refuses a connection before there is a request, and counts it.
    pub(crate) fn refuse_connection(&mut self) -> bool {
        self.strike_first(|rule| rule.fault == Fault::Refuse && rule.strikes_anything())
            .is_some()
    }

    fn strike_first(&mut self, matches: impl Fn(&FaultRule) -> bool) -> Option<FaultRule> {
        let random = &mut self.random;
        let index = self.rules.iter_mut().position(|rule| {
            if !matches(rule) {
                return false;
            }
            if rule.after > 0 {
                rule.after -= 1;
                return false;
            }
            rule.probability
                .is_none_or(|probability| random.fraction() < probability)
        })?;
        let rule = &mut self.rules[index];
        let struck = rule.clone();
        if let Some(count) = &mut rule.count {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.rules.remove(index);
            }
        }
        Some(struck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> FaultRule {
        serde_json::from_str(json).expect("a rule")
    }

    fn call(model: &str, method: &str) -> Call {
        Call {
            model: Some(model.to_owned()),
            method: Some(method.to_owned()),
            ..Call::default()
        }
    }

    #[test]
    fn a_rule_without_a_count_strikes_once() {
        let mut faults = Faults::new(Random::new(0));
        faults.add(rule(r#"{"fault": "html", "model": "res.partner"}"#));
        assert!(
            faults
                .strike(&call("res.users", "read"), "/jsonrpc")
                .is_none()
        );
        assert!(
            faults
                .strike(&call("res.partner", "read"), "/jsonrpc")
                .is_some()
        );
        assert!(
            faults
                .strike(&call("res.partner", "read"), "/jsonrpc")
                .is_none()
        );
    }

    #[test]
    fn after_lets_the_first_ones_pass() {
        let mut faults = Faults::new(Random::new(0));
        faults.add(rule(
            r#"{"fault": "lock", "method": "write", "after": 2, "count": 2}"#,
        ));
        let struck: Vec<bool> = (0..5)
            .map(|_| faults.strike(&call("x", "write"), "/").is_some())
            .collect();
        assert_eq!(struck, [false, false, true, true, false]);
    }

    #[test]
    fn a_probability_strikes_about_that_often() {
        let mut faults = Faults::new(Random::new(7));
        faults.add(rule(r#"{"fault": "status", "probability": 0.3}"#));
        let struck = (0..10_000)
            .filter(|_| faults.strike(&Call::default(), "/").is_some())
            .count();
        assert!((2_700..3_300).contains(&struck), "{struck}");
    }

    #[test]
    fn a_path_strikes_itself_and_what_is_below() {
        let mut faults = Faults::new(Random::new(0));
        faults.add(rule(
            r#"{"fault": "refuse", "path": "/json/2", "count": 9}"#,
        ));
        assert!(
            faults
                .strike(&Call::default(), "/json/2/res.partner/read")
                .is_some()
        );
        assert!(faults.strike(&Call::default(), "/json/2").is_some());
        assert!(faults.strike(&Call::default(), "/json/20").is_none());
        assert!(!faults.refuse_connection());
    }

    #[test]
    fn every_fault_is_named_as_rules_spell_it() {
        for name in [
            "refuse",
            "resetBefore",
            "resetMidBody",
            "hangBeforeHeaders",
            "hangAfterHeaders",
            "drip",
            "truncate",
            "gzip",
            "chunked",
            "delay",
            "html",
            "status",
            "body",
            "result",
            "redirect",
            "dropSession",
            "rotateSession",
            "dropDatabase",
            "otherId",
            "bigBody",
            "poolFull",
            "serialization",
            "lock",
            "error",
        ] {
            let rule = rule(&format!(r#"{{"fault": "{name}"}}"#));
            assert_eq!(rule.fault.name(), name);
        }
    }

    #[test]
    fn an_unknown_member_is_refused() {
        assert!(serde_json::from_str::<FaultRule>(r#"{"fault": "html", "modle": "x"}"#).is_err());
    }
}
