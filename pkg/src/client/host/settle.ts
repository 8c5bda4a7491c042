import type { Outcome } from './numbers.ts';

/** The reactor's callback: completes the future that waits in the slot `index`. */
export type Settle = (index: number, generation: number, outcome: Outcome, value: unknown) => void;
