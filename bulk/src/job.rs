//! The account of a job: which call comes next, and what became of each row.
//!
//! A row is a position in what the job was given. It has an item for each record that it is about,
//! most rows one; a call does some items. A row is done when all of its items are.

use crate::chunks::chunks;
use crate::confirmation::Confirmation;
use crate::report::Report;
use crate::verdict::{Failure, Verdict, verdict};

/// Stands for no record where ids are listed.
pub const NO_RECORD: u64 = 0;

/// How a job works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many rows there are.
    pub rows: usize,
    /// How many items one call has at most.
    pub chunk_size: usize,
    /// How many calls are under way at once, where they need not follow one another.
    pub concurrency: usize,
    /// Whether the job goes on after a failure, and tries parts of what was refused as a whole.
    pub collects: bool,
    /// Whether calls must follow one another, since later ones write the same records again.
    pub is_ordered: bool,
}

/// What rows are counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Done, and not counted apart.
    Done,
    /// There was no record.
    Created,
    /// The record had other values.
    Updated,
    /// The record was as it is to be.
    Unchanged,
}

impl Kind {
    const COUNT: usize = 4;
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make the call of this number; [`Job::work`] and [`Job::items`] tell which one.
    Call(u32),
    /// Wait until a call that is under way has been told of.
    Wait,
    /// The job is over: [`Job::outcome`] tells of it.
    Over,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    /// The records of its items.
    Ids(Vec<u64>),
    /// Other calls are to be made in its place: they have been added.
    Replaced,
    /// It failed, with the error of this number.
    Failed(u32, Failure),
}

/// What a call that failed still needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: it is accounted for.
    Settled,
    /// To be looked up, where that is possible: [`Job::looked_up`] is told what is there.
    LookUp,
}

/// A part of a job that was not done, or perhaps not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of its error.
    pub error: u32,
    /// Its items.
    pub items: Vec<u32>,
    /// Their rows, each once.
    pub rows: Vec<u32>,
}

/// What became of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The rows that are done.
    pub done: Vec<u32>,
    /// What was refused: nothing of it is stored.
    pub failed: Vec<Part>,
    /// What may be stored or not.
    pub unknown: Vec<Part>,
    /// The rows that were not sent.
    pub not_tried: Vec<u32>,
    /// The number of the first error; `None` where an abort came before any.
    pub cause: Option<u32>,
    /// What the job's error says of the whole.
    pub decisions: Decisions,
}

/// What an error says of the whole of a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// It is certain that nothing was done.
    pub not_sent: bool,
    /// Odoo itself said no, and of no row it is unknown whether it is stored.
    pub refused: bool,
    /// The same may well succeed a little later.
    pub transient: bool,
}

#[derive(Clone, Debug)]
struct Task {
    work: u32,
    kind: Kind,
    items: Vec<u32>,
    /// Whether each item adds its own size to the body.
    adds_sizes: bool,
    /// Why its outcome is unknown, while it is looked up.
    failure: Failure,
}

/// The account.
#[derive(Debug)]
pub struct Job {
    plan: Plan,
    /// The row of each item, and its characters.
    row_of: Vec<u32>,
    sizes: Vec<u32>,
    /// Calls to make: taken from the end.
    tasks: Vec<Task>,
    /// Calls that were added and are still to be put before the others, in order.
    added: Vec<Task>,
    /// Calls that are under way: as few as the plan allows at once.
    running: Vec<(u32, Task)>,
    begun: u32,
    /// The record of each row.
    ids: Vec<u64>,
    /// How many items of each row are not done.
    open: Vec<u32>,
    /// Whether a row takes part in any call.
    takes_part: Vec<bool>,
    failed: Vec<Part>,
    unknown: Vec<Part>,
    /// The first error, and what it says of itself.
    cause: Option<(u32, Failure)>,
    has_failed: bool,
    is_stopped: bool,
    done: usize,
    counts: [usize; Kind::COUNT],
    /// Whether the job's method says what it did.
    pub confirmation: Confirmation,
}

impl Job {
    /// A job of items: for each its row, and its characters (absent: 0).
    pub fn new(plan: Plan, row_of: Vec<u32>, sizes: Vec<u32>) -> Self {
        let mut open = vec![0; plan.rows];
        for &row in &row_of {
            if let Some(count) = open.get_mut(row as usize) {
                *count += 1;
            }
        }
        Self {
            takes_part: open.iter().map(|&count| count > 0).collect(),
            open,
            ids: vec![NO_RECORD; plan.rows],
            plan,
            row_of,
            sizes,
            tasks: Vec::new(),
            added: Vec::new(),
            running: Vec::new(),
            begun: 0,
            failed: Vec::new(),
            unknown: Vec::new(),
            cause: None,
            has_failed: false,
            is_stopped: false,
            done: 0,
            counts: [0; Kind::COUNT],
            confirmation: Confirmation::default(),
        }
    }

    /// Adds calls that do some `work` for items, a chunk each.
    pub fn add(&mut self, work: u32, kind: Kind, items: &[u32]) {
        let parts = chunks(items, self.plan.chunk_size, &|item| self.size(item));
        self.push(work, kind, parts, true);
    }

    /// Adds calls that send one text for all of their items, a chunk each.
    pub fn add_equal(&mut self, work: u32, kind: Kind, items: &[u32]) {
        let parts = chunks(items, self.plan.chunk_size, &|_| 0);
        self.push(work, kind, parts, false);
    }

    /// Adds calls that compare items with their records, and then add those that store: a window of
    /// [`crate::upsert::WINDOW`] each.
    pub fn add_windows(&mut self, work: u32, kind: Kind, items: &[u32]) {
        for window in items.chunks(crate::upsert::WINDOW) {
            self.add_whole(work, kind, window.to_vec());
        }
    }

    /// Adds one call for all of the items, which sends none of them.
    pub fn add_whole(&mut self, work: u32, kind: Kind, items: Vec<u32>) {
        self.push(work, kind, vec![items], false);
    }

    fn push(&mut self, work: u32, kind: Kind, parts: Vec<Vec<u32>>, adds_sizes: bool) {
        self.added.extend(parts.into_iter().map(|items| Task {
            work,
            kind,
            items,
            adds_sizes,
            failure: Failure::default(),
        }));
    }

    fn size(&self, item: u32) -> u64 {
        self.sizes.get(item as usize).copied().unwrap_or(0).into()
    }

    fn row(&self, item: u32) -> u32 {
        self.row_of.get(item as usize).copied().unwrap_or(u32::MAX)
    }

    /// Says what to do next. `is_aborted` tells whether the job's signal has aborted: then nothing
    /// more is begun.
    pub fn next(&mut self, is_aborted: bool) -> Step {
        self.tasks.extend(self.added.drain(..).rev());
        let at_once = match self.plan.is_ordered {
            true => 1,
            false => self.plan.concurrency.max(1),
        };
        if self.running.len() < at_once && !self.is_stopped {
            match self.tasks.pop() {
                Some(task) if is_aborted => {
                    self.tasks.push(task);
                    self.has_failed = true;
                    self.is_stopped = true;
                }
                Some(task) => {
                    self.begun += 1;
                    self.running.push((self.begun, task));
                    return Step::Call(self.begun);
                }
                None => {}
            }
        }
        match self.running.is_empty() {
            true => Step::Over,
            false => Step::Wait,
        }
    }

    fn running(&self, call: u32) -> Option<&Task> {
        let found = self.running.iter().find(|(number, _)| *number == call);
        found.map(|(_, task)| task)
    }

    fn take(&mut self, call: u32) -> Option<Task> {
        let place = self
            .running
            .iter()
            .position(|(number, _)| *number == call)?;
        Some(self.running.swap_remove(place).1)
    }

    /// What a call that is under way has to do, as it was added.
    pub fn work(&self, call: u32) -> u32 {
        self.running(call).map_or(0, |task| task.work)
    }

    /// The items of a call that is under way.
    pub fn items(&self, call: u32) -> &[u32] {
        self.running(call).map_or(&[], |task| &task.items)
    }

    /// Takes what came of a call.
    pub fn done(&mut self, call: u32, came: Came) -> Then {
        if let Came::Failed(error, failure) = came {
            return self.judge(call, error, &failure);
        }
        let Some(Task { kind, items, .. }) = self.take(call) else {
            return Then::Settled;
        };
        if let Came::Ids(ids) = came {
            self.finish(kind, items.into_iter().zip(ids));
        }
        Then::Settled
    }

    fn judge(&mut self, call: u32, error: u32, failure: &Failure) -> Then {
        let Some(task) = self.running(call) else {
            return Then::Settled;
        };
        let characters = match task.adds_sizes {
            true => task.items.iter().map(|&item| self.size(item)).sum(),
            false => 0,
        };
        let failure = *failure;
        let verdict = verdict(&failure, task.items.len(), characters, self.plan.collects);
        if verdict == Verdict::Unknown {
            if let Some((_, task)) = self.running.iter_mut().find(|(number, _)| *number == call) {
                task.failure = failure;
            }
            return Then::LookUp;
        }
        let Some(task) = self.take(call) else {
            return Then::Settled;
        };
        match verdict {
            Verdict::NotTried => {
                let stops = !self.plan.collects || self.plan.is_ordered;
                self.fails(error, failure, stops);
            }
            Verdict::Divide => {
                let (first, last) = task.items.split_at(task.items.len() / 2);
                for items in [last, first] {
                    let items = items.to_vec();
                    self.tasks.push(Task { items, ..task });
                }
            }
            Verdict::Failed | Verdict::Unknown => {
                let part = self.part(error, task.items);
                self.failed.push(part);
                self.fails(error, failure, !self.plan.collects);
            }
        }
        Then::Settled
    }

    /// Takes what a look-up found after the error of that number: the record of each item,
    /// [`NO_RECORD`] for those that are not there. What was not found stays unknown.
    pub fn looked_up(&mut self, call: u32, error: u32, found: &[u64]) {
        let Some(task) = self.take(call) else {
            return;
        };
        let Task {
            kind,
            items,
            failure,
            ..
        } = task;
        let record = |at: usize| found.get(at).copied().unwrap_or(NO_RECORD);
        let (there, missing): (Vec<_>, Vec<_>) = items
            .into_iter()
            .enumerate()
            .map(|(at, item)| (item, record(at)))
            .partition(|&(_, id)| id != NO_RECORD);
        self.finish(kind, there.into_iter());
        if missing.is_empty() {
            return;
        }
        let part = self.part(error, missing.into_iter().map(|(item, _)| item).collect());
        self.unknown.push(part);
        // It may still be under way, and be stored after what comes later for the same records.
        self.fails(error, failure, !self.plan.collects || self.plan.is_ordered);
    }

    fn finish(&mut self, kind: Kind, items: impl Iterator<Item = (u32, u64)>) {
        for (item, id) in items {
            let row = self.row(item) as usize;
            if let (Some(known), Some(open)) = (self.ids.get_mut(row), self.open.get_mut(row)) {
                if *known == NO_RECORD {
                    *known = id;
                }
                *open = open.saturating_sub(1);
            }
            self.done += 1;
            self.counts[kind as usize] += 1;
        }
    }

    fn part(&self, error: u32, items: Vec<u32>) -> Part {
        let all: Vec<u64> = items.iter().map(|&item| self.row(item).into()).collect();
        let firsts = crate::groups::first_of_each(&all);
        let rows = firsts
            .into_iter()
            .map(|at| all[at as usize] as u32)
            .collect();
        Part { error, items, rows }
    }

    fn fails(&mut self, error: u32, failure: Failure, stops: bool) {
        if !self.has_failed {
            self.cause = Some((error, failure));
        }
        self.has_failed = true;
        self.is_stopped |= stops;
    }

    /// How many items are done.
    pub fn progress(&self) -> usize {
        self.done
    }

    /// How many items were counted as a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.counts[kind as usize]
    }

    /// The record of each row; [`NO_RECORD`] where none is known.
    pub fn ids(&self) -> &[u64] {
        &self.ids
    }

    /// What became of the rows; `None` where the job was done as a whole.
    pub fn outcome(&self) -> Option<Outcome> {
        if !self.has_failed {
            return None;
        }
        let mut told = vec![false; self.plan.rows];
        for part in self.failed.iter().chain(&self.unknown) {
            for &row in &part.rows {
                if let Some(told) = told.get_mut(row as usize) {
                    *told = true;
                }
            }
        }
        let mut outcome = Outcome {
            failed: self.failed.clone(),
            unknown: self.unknown.clone(),
            cause: self.cause.map(|(error, _)| error),
            ..Outcome::default()
        };
        let parts = told.iter().zip(&self.takes_part).zip(&self.open);
        for (row, ((&is_told, &takes_part), &open)) in parts.enumerate() {
            // One that repeats another is told of in its place.
            if is_told || !takes_part {
                continue;
            }
            let list = match open {
                0 => &mut outcome.done,
                _ => &mut outcome.not_tried,
            };
            list.push(row as u32);
        }
        outcome.decisions = self.decisions(&outcome);
        Some(outcome)
    }

    /// What the first failure says of itself holds for the job, as far as no row says otherwise.
    fn decisions(&self, outcome: &Outcome) -> Decisions {
        let Some((_, first)) = self.cause else {
            return Decisions::default();
        };
        let is_certain = outcome.unknown.is_empty();
        Decisions {
            not_sent: first.not_sent && is_certain && self.done == 0,
            refused: first.refused && is_certain,
            transient: first.transient,
        }
    }

    /// What the job's error says, up to its first failure.
    pub fn words(&self, outcome: &Outcome, method: &str, model: &str) -> String {
        let rows = |parts: &[Part]| {
            let mut rows: Vec<u32> = parts.iter().flat_map(|part| part.rows.clone()).collect();
            rows.sort_unstable();
            rows
        };
        Report {
            method,
            model,
            count: self.plan.rows,
            done: outcome.done.len(),
            failed: &rows(&outcome.failed),
            unknown: &rows(&outcome.unknown),
            not_tried: outcome.not_tried.len(),
        }
        .words()
    }
}

/// The ids of an answer, if they are those of so many different records: whole numbers above 0.
pub fn ids_of(answer: &[f64], count: usize) -> Option<Vec<u64>> {
    let ids: Option<Vec<u64>> = answer.iter().copied().map(id_of).collect();
    ids.filter(|ids| ids.len() == count && crate::groups::first_of_each(ids).len() == count)
}

/// The id that a number is, if it is one of a record: a whole number above 0, and exact.
pub fn id_of(number: f64) -> Option<u64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    ((1.0..=MOST).contains(&number) && number.fract() == 0.0).then_some(number as u64)
}

#[cfg(test)]
mod tests;
