//! What was called: for tests that ask.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::arguments::Arguments;

/// Older entries than this many are forgotten; the counts go on.
const MAX_ENTRIES: usize = 10_000;
/// Entries whose bodies weigh more than this together give way as well: their arguments are kept.
const MAX_WEIGHT: usize = 8_000_000;
/// More different methods than this are counted together.
const MAX_METHODS: usize = 2_000;

/// The way a call came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// `/jsonrpc`
    JsonRpc,
    /// `/web/session/…`, `/web/dataset/…` and `/report/…`
    Session,
    /// `/json/2/…`
    Json2,
    /// `/xmlrpc/2/…`
    XmlRpc,
    /// Anything else.
    #[default]
    Http,
}

/// What a request calls, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Call {
    /// The way it came.
    pub protocol: Protocol,
    /// `/jsonrpc`'s service: `common`, `object` or `db`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The model's method, or the service's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

impl Call {
    /// Names the call for the counts: `res.partner.read`, `common.login`, or nothing.
    fn name(&self) -> Option<String> {
        let owner = self.model.as_ref().or(self.service.as_ref())?;
        Some(format!("{owner}.{}", self.method.as_deref().unwrap_or("?")))
    }
}

/// One request and how it was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// What was called.
    #[serde(flatten)]
    pub call: Call,
    /// What it was given, if [`crate::Settings::arguments`] asks for that.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Arguments>,
    /// The HTTP verb.
    pub verb: String,
    /// The path.
    pub path: String,
    /// The status of the answer; 0 where a fault kept it back.
    pub status: u16,
    /// Whether the call got through to Odoo, rather than a fault, or a full pool, keeping it back.
    pub reached: bool,
    /// The fault that struck, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// When it came, in milliseconds since 1970.
    pub time: u64,
}

/// The requests since the start, or since the last reset.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    /// Each with the weight of what it keeps.
    entries: VecDeque<(Entry, usize)>,
    weight: usize,
    counts: BTreeMap<String, u64>,
    reached: BTreeMap<String, u64>,
    total: u64,
}

impl Journal {
    /// Adds a request; `weight` is the size of the arguments it keeps.
    pub(crate) fn record(&mut self, entry: Entry, weight: usize) {
        self.total += 1;
        if let Some(name) = entry.call.name() {
            let known = self.counts.contains_key(&name);
            let name = if known || self.counts.len() < MAX_METHODS {
                name
            } else {
                "…".to_owned()
            };
            if entry.reached {
                *self.reached.entry(name.clone()).or_default() += 1;
            }
            *self.counts.entry(name).or_default() += 1;
        }
        self.weight += weight;
        self.entries.push_back((entry, weight));
        while self.entries.len() > MAX_ENTRIES || self.weight > MAX_WEIGHT {
            let Some((_, weight)) = self.entries.pop_front() else {
                return;
            };
            self.weight -= weight;
        }
    }

    /// Returns the entries still remembered, oldest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// Writes everything:
    /// `{total, counts: {"res.partner.read": 3, …}, reached: {…}, requests: […]}`.
    pub(crate) fn to_json(&self) -> Value {
        let requests: Vec<&Entry> = self.entries().collect();
        json!({"total": self.total, "counts": self.counts, "reached": self.reached, "requests": requests})
    }
}
