//! What bulk work decides. Rows, values and calls stay with the program; this works on their
//! indices, sizes and ids.
//!
//! - [`job`] is the account of a job's rows: which call comes next, what became of each row, with
//!   [`verdict`] on a failure, [`chunks`] of what fits into one call, the [`confirmation`] of a write,
//!   and the [`report`] of a job that was not done as a whole;
//! - [`groups`] puts equal writes together;
//! - [`upsert`] says what an upsert has to change, with [`stored`] on what a field holds once a
//!   [`value`] was written and [`html`] on whether two texts say the same; [`load`] says how rows are
//!   written for Odoo's `load`, and what it answered;
//! - [`pages`] says which pages of a reading are asked for when, and what is given of each;
//! - [`coalesce`] says which reads go out together, and what the call owes each caller;
//! - [`fault`] finds the place where bytes are not JSON;
//!
//! Nothing here sends, waits or reads a clock: each state machine says what to do next, and takes
//! the outcome.

pub mod chunks;
pub mod coalesce;
pub mod confirmation;
pub mod fault;
pub mod groups;
pub mod html;
mod ids;
pub mod job;
pub mod load;
pub mod pages;
pub mod report;
pub mod stored;
mod text;
pub mod upsert;
pub mod value;
pub mod verdict;
