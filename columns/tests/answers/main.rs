//! Answers, as Odoo and as others send them, against what a parser of JSON makes of them.

mod broken;
mod records;
mod rows;
mod streams;
mod values;
