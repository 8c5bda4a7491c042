//! What bulk work decides. Rows, values and calls stay with the program; this works on their
//! indices, sizes and ids.
//!
//! - [`job`] is the account of a job's rows: which call comes next, what became of each row, with
//!   [`verdict`] on a failure, [`chunks`] of what fits into one call, and the [`report`] of a job
//!   that was not done as a whole;
//! - [`groups`] puts equal writes together;
//! - [`stored`] says what a field holds once a [`value`] was written, [`html`] whether two texts of
//!   HTML say the same: what differs, an upsert writes;
//! - [`pages`] says which pages of a reading are asked for when, and what is given of each;
//! - [`coalesce`] says which reads go out together, and what the call owes each caller;
//! - [`fault`] finds the place where bytes are not JSON;
//!
//! Nothing here sends, waits or reads a clock: each state machine says what to do next, and takes
//! the outcome.

pub mod chunks;
pub mod coalesce;
pub mod fault;
pub mod groups;
pub mod html;
mod ids;
pub mod job;
pub mod pages;
pub mod report;
pub mod stored;
mod text;
pub mod value;
pub mod verdict;
