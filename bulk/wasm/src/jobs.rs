//! Jobs of many calls.

use odoo_bulk::confirmation::{Answer, Confirmed};
use odoo_bulk::groups::{Row, first_of_each, groups};
use odoo_bulk::job::{Came, Job, Kind, NO_RECORD, Part, Plan, Step, Then, id_of, ids_of};
use odoo_bulk::verdict::{Failure, Reason};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::told::{Listed, Told};

/// What rows are counted as.
#[wasm_bindgen(js_name = Kind)]
#[derive(Clone, Copy)]
pub enum JsKind {
    /// Done, and not counted apart.
    Done,
    /// There was no record.
    Created,
    /// The record had other values.
    Updated,
    /// The record was as it is to be.
    Unchanged,
}

impl From<JsKind> for Kind {
    fn from(kind: JsKind) -> Self {
        match kind {
            JsKind::Done => Self::Done,
            JsKind::Created => Self::Created,
            JsKind::Updated => Self::Updated,
            JsKind::Unchanged => Self::Unchanged,
        }
    }
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** The decisions that an error carries, and what the job knows of the step that failed. */
export interface Failure {
  /** Why, as the client's word for it; empty where it has none. */
  reason: string;
  /** The same may well succeed a little later. */
  transient: boolean;
  /** Nothing of the request left. */
  notSent: boolean;
  /** Odoo itself said no, and rolled back. */
  refused: boolean;
  /** It is the reason of the job's own signal. */
  isAbort: boolean;
  /** The step stores nothing itself. */
  isBefore: boolean;
}

/** What to do next. */
export interface Step {
  /** Whether there is nothing more to do, and nothing to wait for. */
  isOver: boolean;
  /** The call to make; absent where one has to be waited for. */
  call: number | undefined;
  /** What it has to do, as it was added. */
  work: number;
  items: Uint32Array;
}

/** A part of a job that was not done, or perhaps not. */
export interface Part {
  /** The number of its error. */
  error: number;
  items: Uint32Array;
  /** The rows of the items, each once. */
  rows: Uint32Array;
}

/** What became of a job. */
export interface Outcome {
  /** How many items were counted as what. */
  created: number;
  updated: number;
  unchanged: number;
  /** What its error says, up to the first failure; absent where the job was done as a whole, as is what follows. */
  words: string | undefined;
  /** The rows that are done. */
  done: Uint32Array;
  /** What was refused. */
  failed: Part[];
  /** What may be stored or not. */
  unknown: Part[];
  /** The rows that were not sent. */
  notTried: Uint32Array;
  /** The number of the first error; absent where the job's signal ended it before any. */
  cause: number | undefined;
  /** What the job's error says of the whole. */
  notSent: boolean;
  refused: boolean;
  transient: boolean;
}

/** Equal writes that go out together. */
export interface Group {
  /** The row whose values it has. */
  row: number;
  items: Uint32Array;
}
";

#[wasm_bindgen]
extern "C" {
    /// The decisions that an error carries.
    #[wasm_bindgen(js_name = Object, typescript_type = "Failure")]
    pub type JsFailure;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &JsFailure) -> String;
    #[wasm_bindgen(method, getter)]
    fn transient(this: &JsFailure) -> bool;
    #[wasm_bindgen(method, getter, js_name = notSent)]
    fn not_sent(this: &JsFailure) -> bool;
    #[wasm_bindgen(method, getter)]
    fn refused(this: &JsFailure) -> bool;
    #[wasm_bindgen(method, getter, js_name = isAbort)]
    fn is_abort(this: &JsFailure) -> bool;
    #[wasm_bindgen(method, getter, js_name = isBefore)]
    fn is_before(this: &JsFailure) -> bool;

    /// What to do next.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "Step")]
    pub type JsStep;
    /// What became of a job.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "Outcome")]
    pub type JsOutcome;
    /// Groups of equal writes.
    #[wasm_bindgen(extends = Listed, js_name = Array, typescript_type = "Group[]")]
    pub type JsGroups;
}

fn parts(parts: Vec<Part>) -> Listed {
    let told = Listed::new();
    for part in parts {
        let item = Told::new();
        item.number("error", part.error.into());
        item.numbers("items", part.items);
        item.numbers("rows", part.rows);
        told.push(&item);
    }
    told
}

/// What calls send.
#[wasm_bindgen(js_name = Sends)]
#[derive(Clone, Copy)]
pub enum JsSends {
    /// The values of each item: a call for each chunk.
    Each,
    /// One text for all of the items: a call for each chunk.
    One,
    /// Nothing of the items: one call for all of them.
    Nothing,
    /// Nothing of the items, which are compared: a call for each window.
    Windows,
}

/// What an answer says of a call.
#[wasm_bindgen(js_name = Confirmed)]
#[derive(Clone, Copy)]
pub enum JsConfirmed {
    /// It was done.
    Done,
    /// The method has to be called with no record, and the answer be judged again.
    Probe,
    /// Nobody knows.
    Unknown,
}

/// The account of a job's rows.
#[wasm_bindgen(js_name = Job)]
pub struct JsJob(Job);

#[wasm_bindgen(js_class = Job)]
impl JsJob {
    /// A job of items: for each its row, and its size in characters.
    #[wasm_bindgen(constructor)]
    pub fn new(
        rows: usize,
        #[wasm_bindgen(js_name = rowOfItem)] row_of: Vec<u32>,
        sizes: Vec<u32>,
        #[wasm_bindgen(js_name = chunkSize)] chunk_size: f64,
        concurrency: f64,
        collects: bool,
        #[wasm_bindgen(js_name = isOrdered)] is_ordered: bool,
    ) -> Self {
        let plan = Plan {
            rows,
            chunk_size: chunk_size as usize,
            concurrency: concurrency as usize,
            collects,
            is_ordered,
        };
        Self(Job::new(plan, row_of, sizes))
    }

    /// Adds the calls that do some work for items.
    pub fn add(&mut self, work: u32, kind: JsKind, items: Vec<u32>, sends: JsSends) {
        let kind = kind.into();
        match sends {
            JsSends::Each => self.0.add(work, kind, &items),
            JsSends::One => self.0.add_equal(work, kind, &items),
            JsSends::Nothing => self.0.add_whole(work, kind, items),
            JsSends::Windows => self.0.add_windows(work, kind, &items),
        }
    }

    /// Tells what to do next.
    #[wasm_bindgen(js_name = next)]
    pub fn step(&mut self, #[wasm_bindgen(js_name = isAborted)] is_aborted: bool, step: &JsStep) {
        let next = self.0.next(is_aborted);
        step.flag("isOver", next == Step::Over);
        if let Step::Call(call) = next {
            step.number("call", call.into());
            step.number("work", self.0.work(call).into());
            step.numbers("items", self.0.items(call).to_vec());
        }
    }

    /// Takes the records of a call that was done; none, where other calls were added in its place.
    /// Answers how many items are done by now.
    pub fn done(&mut self, call: u32, ids: Option<Vec<f64>>) -> usize {
        let came = match ids {
            Some(ids) => Came::Ids(records(&ids)),
            None => Came::Replaced,
        };
        self.0.done(call, came);
        self.0.progress()
    }

    /// Takes the failure of a call, and the number of its error. Answers whether what it stored has
    /// to be looked up.
    pub fn failed(&mut self, call: u32, error: u32, failure: &JsFailure) -> bool {
        let failure = Failure {
            reason: Reason::of(&failure.reason()),
            transient: failure.transient(),
            not_sent: failure.not_sent(),
            refused: failure.refused(),
            aborted: failure.is_abort(),
            is_before: failure.is_before(),
        };
        self.0.done(call, Came::Failed(error, failure)) == Then::LookUp
    }

    /// Takes what a look-up found of each item: the id of its record, 0 for none. Answers how many
    /// items are done by now.
    #[wasm_bindgen(js_name = lookedUp)]
    pub fn looked_up(&mut self, call: u32, error: u32, found: Vec<f64>) -> usize {
        self.0.looked_up(call, error, &records(&found));
        self.0.progress()
    }

    /// Tells what became of the job. Method and model are for its words.
    pub fn outcome(&self, method: &str, model: &str, told: &JsOutcome) {
        let count = |kind| self.0.count(kind) as f64;
        told.number("created", count(Kind::Created));
        told.number("updated", count(Kind::Updated));
        told.number("unchanged", count(Kind::Unchanged));
        if let Some(outcome) = self.0.outcome() {
            told.text("words", &self.0.words(&outcome, method, model));
            told.numbers("done", outcome.done);
            told.list("failed", &parts(outcome.failed));
            told.list("unknown", &parts(outcome.unknown));
            told.numbers("notTried", outcome.not_tried);
            told.number_if("cause", outcome.cause.map(Into::into));
            told.flag("notSent", outcome.decisions.not_sent);
            told.flag("refused", outcome.decisions.refused);
            told.flag("transient", outcome.decisions.transient);
        }
    }

    /// The record of each row; 0 where none is known.
    pub fn ids(&self) -> Vec<f64> {
        self.0.ids().iter().map(|&id| id as f64).collect()
    }

    /// Judges the answer of a method that returns nothing of interest.
    pub fn confirms(&mut self, answer: &JsValue) -> JsConfirmed {
        match self.0.confirmation.of(answer_of(answer)) {
            Confirmed::Done => JsConfirmed::Done,
            Confirmed::Probe => JsConfirmed::Probe,
            Confirmed::Unknown => JsConfirmed::Unknown,
        }
    }

    /// Takes what the method said of no record; something, where that call failed.
    pub fn probed(&mut self, answer: &JsValue) {
        self.0.confirmation.probed(answer_of(answer));
    }
}

fn answer_of(answer: &JsValue) -> Answer {
    match answer.as_bool() {
        Some(true) => Answer::True,
        _ if answer.is_null() || answer.is_undefined() => Answer::Silence,
        _ => Answer::Other,
    }
}

pub(crate) fn records(ids: &[f64]) -> Vec<u64> {
    ids.iter()
        .map(|&id| id_of(id).unwrap_or(NO_RECORD))
        .collect()
}

/// Whether numbers are the ids of so many different records.
#[wasm_bindgen(js_name = areRecords)]
pub fn are_records(ids: Vec<f64>, count: usize) -> bool {
    ids_of(&ids, count).is_some()
}

/// Tells the groups of equal values among rows, so that what is written last to a record stays
/// last: `texts` are equal numbers for equal values, `counts` the items of each row, `ids` the
/// records of all items.
#[wasm_bindgen(js_name = groupsOf)]
pub fn groups_of(texts: Vec<u32>, counts: Vec<u32>, ids: Vec<f64>, told: &JsGroups) {
    let row = |(&text, &items): (&u32, &u32)| Row {
        text,
        items: items as usize,
    };
    let rows: Vec<Row> = texts.iter().zip(&counts).map(row).collect();
    for (row, items) in groups(&rows, &records(&ids)) {
        let group = Told::new();
        group.number("row", row as f64);
        group.numbers("items", items);
        told.push(&group);
    }
}

/// The positions of ids that name a record for the first time.
#[wasm_bindgen(js_name = firstOfEach)]
pub fn first_ids(ids: Vec<f64>) -> Vec<u32> {
    first_of_each(&records(&ids))
}
