/** An engine's argument: models will be asked, so that a process for them is to start with it. */
export const asksModels = '--asks-models';
