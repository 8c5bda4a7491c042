//! Pages by id: each is of the ids after the last one of the page before. Where that one has not
//! come yet, a bound that was found ahead takes its place: then the page before ends there, too,
//! whatever becomes of its records.

use crate::text::{joined, whole};

use super::bounds::{Bounds, Search, comes_after};
use super::{Came, Given, Page, Plan, Query, Refusal};

/// Before this many full pages have come, a reading is not taken for a long one.
const FEW_PAGES: u32 = 3;

#[derive(Debug)]
pub(super) struct ById {
    descends: bool,
    can_cut: bool,
    bounds: Bounds,
    /// The id up to which everything was given.
    last: Option<i64>,
    /// The id behind which nothing was asked for yet, but for the page that is the last of those
    /// that were; and how many records come up to there.
    frontier: Option<i64>,
    rows_to_frontier: u64,
    full_pages: u32,
}

impl ById {
    pub(super) fn new(plan: &Plan, descends: bool) -> Self {
        Self {
            descends,
            can_cut: plan.can_cut,
            bounds: Bounds::new(plan.page_size, plan.prefetch, descends),
            last: None,
            frontier: None,
            rows_to_frontier: 0,
            full_pages: 0,
        }
    }

    pub(super) fn search(&mut self) -> Option<Search> {
        self.bounds.next()
    }

    pub(super) fn searched(&mut self, ids: Option<&[i64]>) {
        self.bounds.found(ids);
    }

    /// The page after the last of those that were asked for; `None` where it is not known yet.
    pub(super) fn next(
        &mut self,
        before: Option<&mut Page>,
        asked: u64,
        count: u64,
    ) -> Option<Page> {
        let is_ahead = before.is_some();
        let after = match before {
            Some(page) => {
                if self.can_cut && page.up_to.is_none() {
                    page.up_to = self.bounds.take_after(page.query.after);
                }
                Some(page.up_to?)
            }
            None => self.last,
        };
        let up_to = self.bounds.take_after(after);
        // Pages that have an end can be asked for soon: that without one would have to be waited
        // for.
        if is_ahead && up_to.is_none() && self.bounds.are_coming() {
            return None;
        }
        self.frontier = up_to.or(after);
        self.rows_to_frontier = asked + if up_to.is_none() { 0 } else { count };
        Some(page(after, up_to, count))
    }

    /// What is given of a page that has come after so many rows, and what is missing of it.
    pub(super) fn given(
        &mut self,
        plan: &Plan,
        Page { query, up_to, .. }: &Page,
        Came {
            length,
            first,
            last,
        }: Came,
        rows: u64,
        room: u64,
    ) -> Result<(Given, Option<Page>), Refusal> {
        let mut given = Given::default();
        let mut rest = None;
        // A short page may be a server's own limit: only an empty one without an end is the last.
        if length == 0 && up_to.is_none() {
            given.is_last = true;
            return Ok((given, None));
        }
        if length > 0 {
            self.check(plan, first, last)?;
        }
        if length == query.limit {
            self.full_pages += 1;
        }
        match *up_to {
            None => self.last = last,
            Some(end) if last == Some(end) || (length == 0 && query.up_to.is_some()) => {
                self.last = Some(end);
            }
            Some(end)
                if length > 0 && last.is_some_and(|last| self.comes_after(last, Some(end))) =>
            {
                // Records have vanished from it since its end was found: those behind its end come
                // with the next page.
                if !self.can_cut {
                    return Err(self.standstill(plan, self.last, last));
                }
                self.last = Some(end);
                given.cut = Some(end);
            }
            Some(_) => {
                // The record at the end has vanished, or others have come, so that there was no
                // room for it; or there were none yet.
                self.last = last.or(self.last);
                if room > 0 {
                    rest = Some(page(self.last, *up_to, room));
                }
            }
        }
        if self.full_pages >= FEW_PAGES {
            self.look_ahead(plan, rows + length);
        }
        Ok((given, rest))
    }

    fn look_ahead(&mut self, plan: &Plan, rows: u64) {
        let is_behind = self
            .last
            .is_some_and(|last| self.comes_after(last, self.frontier));
        let from = if is_behind { self.last } else { self.frontier };
        let left = plan.limit.saturating_sub(rows.max(self.rows_to_frontier));
        self.bounds.look_ahead(from, left);
    }

    fn comes_after(&self, id: i64, other: Option<i64>) -> bool {
        comes_after(self.descends, id, other)
    }

    /// Pages that do not go on would never end, or give records twice.
    fn check(&self, plan: &Plan, first: Option<i64>, last: Option<i64>) -> Result<(), Refusal> {
        let goes_on = |id: Option<i64>| id.is_some_and(|id| self.comes_after(id, self.last));
        let first = first.or(last);
        let wrong = [first, last].into_iter().find(|&id| !goes_on(id));
        match (wrong, first) {
            (Some(wrong), _) => Err(self.standstill(plan, self.last, wrong)),
            (None, Some(first)) if last.is_some() && self.comes_after(first, last) => {
                Err(self.standstill(plan, self.last.or(Some(first)), last))
            }
            _ => Ok(()),
        }
    }

    fn standstill(&self, plan: &Plan, before: Option<i64>, wrong: Option<i64>) -> Refusal {
        let id = |id: Option<i64>| id.map_or("undefined".to_owned(), whole);
        Refusal::Standstill(joined(&[
            "The pages of ",
            &plan.model,
            ".search_read do not go on: after id ",
            &id(before),
            " came ",
            &id(wrong),
            ". What to do: give an order of another field, such as 'name'",
        ]))
    }
}

fn page(after: Option<i64>, up_to: Option<i64>, count: u64) -> Page {
    Page {
        query: Query {
            number: 0,
            after,
            up_to,
            offset: None,
            limit: count,
            is_rest: false,
        },
        up_to,
        count,
        is_beyond: false,
    }
}
