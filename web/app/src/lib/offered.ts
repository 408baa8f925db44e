/** What the page has and the server is about to get. */
export const OFFERED = { files: false, safety: false };
