export { KlatchClient, type KlatchOptions } from './client.js';
export type { ConnectionState } from './connection.js';
export { Outbox, type OutboxPorts, UNSENT_MAX } from './outbox.js';
export * from './protocol.js';
export { Refusal, type RefusalCode } from './refusal.js';
export type { RosterView } from './roster.js';
export type { Signal } from './signal.js';
export type { ThreadView } from './thread.js';
export { type DeliveryState, type Outgoing, type Received, Timeline, type TimelineView } from './timeline.js';
