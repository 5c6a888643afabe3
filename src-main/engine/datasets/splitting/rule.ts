/** Which examples may go where, beside the shares. */
export type SplitRule =
  /** By shares, each class in the same share. */
  | { readonly by: 'shares' }
  /** 0 training, 1 validation, 2 test for each example; where no validation is assigned, a share of training becomes it. */
  | { readonly by: 'assigned'; readonly splits: Uint8Array }
  /** Examples of one group stay together. */
  | { readonly by: 'group'; readonly groups: Int32Array; readonly name: string }
  /** The latest are the test split, those before them validation. */
  | { readonly by: 'time'; readonly times: Float64Array }
  /** Windows of a series: each in the split, 0 to 2, of all of its rows. */
  | { readonly by: 'windows'; readonly splits: Uint8Array };
