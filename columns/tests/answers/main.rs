//! Answers, as Odoo and as others send them, against what a parser of JSON makes of them.

mod broken;
mod oracle;
mod records;
mod rows;
mod strange;
mod streams;
mod values;
