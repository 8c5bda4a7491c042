// The numbers by which this side and Rust know things. They stand here alone: the build
// (scripts/build/host.mjs) writes the same enums for Rust, which src/js/numbers.rs has.

/** The sort of a value. */
export enum Kind {
  Undefined,
  Null,
  Boolean,
  Number,
  String,
  Array,
  Object,
  Other,
}

/** How an exchange ends. */
export enum Outcome {
  /** There is no answer: an exception says why. */
  Failed,
  /** With an answer that has to be looked at. */
  Answered,
  /** With the JSON of an ordinary answer. */
  Plain,
  /** With an error of ours, by the program's own reader of the body. */
  Judged,
}

/** Whose headers are wanted. */
export enum Wants {
  /** Nobody's. */
  Nothing,
  /** Those of an answer with a cookie. */
  Cookie,
  /** Those of every answer. */
  Headers,
}

/** What a request has to have made sure of, in bits. */
export enum Manner {
  /** It is sent once. */
  Once = 1,
  /** It may take long. */
  Patient = 2,
}
