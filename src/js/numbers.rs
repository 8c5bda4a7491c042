//! The numbers by which JavaScript and this side know things. They stand in
//! `pkg/src/client/host/numbers.ts` alone; the build writes these enums from there.
#![allow(dead_code, reason = "not every enum crosses in both directions")]

include!(concat!(env!("OUT_DIR"), "/numbers.rs"));
