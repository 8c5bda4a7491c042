//! A reading page by page: which pages are asked for when, what is given of each, and where the
//! reading ends.
//!
//! By id, pages neither overlap nor leave out records when others come and go meanwhile. By another
//! order, each page begins with the last record of the one before, so that most moves are noticed.

mod bounds;
mod by_id;
mod by_offset;
mod order;

pub use bounds::{Search, longest_search};
use by_id::ById;
use by_offset::ByOffset;
pub use order::Order;

use crate::text::{decimal, joined};

/// What is read, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The model, for words.
    pub model: String,
    /// The order of the records.
    pub order: Order,
    /// How many records a page has at most.
    pub page_size: u64,
    /// How many records are read at most.
    pub limit: u64,
    /// How many pages are asked for before they are wanted.
    pub prefetch: usize,
    /// Whether records can be left out of a page that has come: then its end may be found while it
    /// is under way, and pages by offset may overlap.
    pub can_cut: bool,
}

/// A request for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Its number; later requests have larger ones.
    pub number: u32,
    /// Its records come after this id.
    pub after: Option<i64>,
    /// Its records end with this id.
    pub up_to: Option<i64>,
    /// Its first record, of a page by offset.
    pub offset: Option<u64>,
    /// How many records it has at most.
    pub limit: u64,
    /// Whether it is the rest of the page that was given last, and comes before all others.
    pub is_rest: bool,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask for a page.
    Ask(Query),
    /// Search for ids, with which later pages end.
    Search(Search),
    /// Wait until something has come.
    Wait,
}

/// A page that has come: how many records, and the ids of the first and the last of them, as far as
/// they are ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// How many records it has.
    pub length: u64,
    /// The id of the first.
    pub first: Option<i64>,
    /// The id of the last.
    pub last: Option<i64>,
}

/// What is given of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// So many records at its beginning were given before.
    pub skip: u64,
    /// Records behind this id come with the next page.
    pub cut: Option<i64>,
    /// Whether it is the end of the reading.
    pub is_last: bool,
    /// Whether pages that were asked for are no longer those that come next: they have to be asked
    /// for anew.
    pub drops_ahead: bool,
}

/// Why a reading cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The pages do not go on: the server gives what was not asked for.
    Standstill(String),
    /// Records moved while they were read.
    Moved(String),
}

/// A page that was asked for and has not been given.
#[derive(Clone, Debug)]
struct Page {
    query: Query,
    /// Where it ends, which may be found after it was asked for.
    up_to: Option<i64>,
    /// How many new records it gives at most.
    count: u64,
    /// Whether it comes behind a page that was too short: then it must be empty.
    is_beyond: bool,
}

#[derive(Debug)]
enum By {
    Id(ById),
    Offset(ByOffset),
}

/// The state of a reading.
#[derive(Debug)]
pub struct Pages {
    plan: Plan,
    by: By,
    /// Pages that were asked for and not yet given, in order.
    ahead: Vec<Page>,
    /// What is missing of the page that was given last.
    rest: Option<Page>,
    rows: u64,
    is_awaited: bool,
    number: u32,
}

impl Pages {
    /// A reading that has not begun.
    pub fn new(plan: Plan) -> Self {
        let by = match plan.order {
            Order::ById { descends } => By::Id(ById::new(&plan, descends)),
            Order::ByOffset(_) => By::Offset(ByOffset::default()),
        };
        Self {
            plan,
            by,
            ahead: Vec::new(),
            rest: None,
            rows: 0,
            is_awaited: false,
            number: 0,
        }
    }

    /// Its plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How many records were given.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether as many records were given as were wanted.
    pub fn is_full(&self) -> bool {
        self.left() == 0
    }

    /// How many more records are wanted.
    pub fn left(&self) -> u64 {
        self.plan.limit.saturating_sub(self.rows)
    }

    /// Whether a record comes behind another one.
    pub fn is_behind(&self, id: i64, other: i64) -> bool {
        bounds::comes_after(self.plan.order.descends(), id, Some(other))
    }

    /// Takes that the program waits for a page.
    pub fn wait(&mut self) {
        self.is_awaited = true;
    }

    /// Says what to do next, as many pages ahead as are wanted and can be told.
    pub fn step(&mut self) -> Step {
        if let By::Id(by_id) = &mut self.by
            && let Some(search) = by_id.search()
        {
            return Step::Search(search);
        }
        if let Some(rest) = self.rest.take() {
            return self.ask(rest, true);
        }
        if self.ahead.len() >= self.plan.prefetch.saturating_add(self.is_awaited.into()) {
            return Step::Wait;
        }
        let asked = self.rows + self.ahead.iter().map(|page| page.count).sum::<u64>();
        let count = self.room(asked);
        if count == 0 {
            return Step::Wait;
        }
        let before = self.ahead.last_mut();
        let page = match &mut self.by {
            By::Id(by_id) => by_id.next(before, asked, count),
            By::Offset(by_offset) => by_offset.next(&self.plan, before, self.rows, asked, count),
        };
        match page {
            Some(page) => self.ask(page, false),
            None => Step::Wait,
        }
    }

    fn ask(&mut self, mut page: Page, is_rest: bool) -> Step {
        self.number += 1;
        page.query.number = self.number;
        page.query.is_rest = is_rest;
        let query = page.query.clone();
        let place = if is_rest { 0 } else { self.ahead.len() };
        self.ahead.insert(place, page);
        Step::Ask(query)
    }

    /// How many records the next page may have, after so many.
    fn room(&self, rows: u64) -> u64 {
        self.plan
            .page_size
            .min(self.plan.limit.saturating_sub(rows))
    }

    /// Takes that a page has arrived, which may still have to wait for its turn. Where it ends the
    /// next one may begin.
    pub fn arrived(&mut self, number: u32, last: Option<i64>) {
        if let Some(page) = self
            .ahead
            .iter_mut()
            .find(|page| page.query.number == number)
        {
            page.up_to = page.up_to.or(last);
        }
    }

    /// Takes what a search found; `None` where it failed.
    pub fn searched(&mut self, ids: Option<&[i64]>) {
        if let By::Id(by_id) = &mut self.by {
            by_id.searched(ids);
        }
    }

    /// Takes the page whose turn it is, and says what is given of it.
    pub fn given(&mut self, came: Came) -> Result<Given, Refusal> {
        self.is_awaited = false;
        if self.ahead.is_empty() {
            return Ok(Given {
                is_last: true,
                ..Given::default()
            });
        }
        let page = self.ahead.remove(0);
        if came.length > page.query.limit && !self.plan.can_cut {
            return Err(self.too_long(came.length, page.query.limit));
        }
        let after_it = self.room(self.rows + came.length);
        let given = match &mut self.by {
            By::Id(by_id) => {
                let (given, rest) = by_id.given(&self.plan, &page, came, self.rows, after_it)?;
                self.rest = rest;
                given
            }
            By::Offset(by_offset) => by_offset.given(&self.plan, &page, came)?,
        };
        if given.drops_ahead {
            self.ahead.clear();
        }
        if matches!(self.by, By::Offset(_)) && came.length < page.query.limit && !self.plan.can_cut
        {
            for page in &mut self.ahead {
                page.is_beyond = true;
            }
        }
        Ok(given)
    }

    /// A page longer than was asked for has records that come with other pages as well, or more
    /// than are wanted.
    fn too_long(&self, length: u64, limit: u64) -> Refusal {
        Refusal::Standstill(joined(&[
            "The answer of ",
            &self.plan.model,
            ".search_read has ",
            &decimal(length),
            " records, where no more than ",
            &decimal(limit),
            " were asked for. What to do: read with iterate, which leaves out the others",
        ]))
    }

    /// Takes how many records of a page were given.
    pub fn gave(&mut self, count: u64) {
        self.rows += count;
    }
}

#[cfg(test)]
mod tests;
