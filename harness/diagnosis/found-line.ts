/** A line of the text, counted from 1, and how often its like is there. */
export type FoundLine = { readonly number: number; readonly text: string; times: number };
