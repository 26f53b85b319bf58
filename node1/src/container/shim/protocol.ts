/** What a container's process asks of or tells the rehearsal. */
export type FromContainer =
  | { readonly type: 'resolve'; readonly id: number; readonly name: string }
  | { readonly type: 'route'; readonly id: number; readonly address: string; readonly port: number }
  | { readonly type: 'listen'; readonly port: number; readonly realPort: number }
  | { readonly type: 'unlisten'; readonly port: number };

/** The answer to a `resolve` (an address) or a `route` (a real port); without a value: there is none. */
export interface ToContainer {
  readonly id: number;
  readonly value?: string | number;
}
