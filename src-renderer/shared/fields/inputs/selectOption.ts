/** An entry of a choice; those with the same group stand together under its name. */
export interface SelectOption {
  readonly value: string;
  readonly title: string;
  readonly group?: string;
}
