/**
 * Asked of each message whether it is a form, Node would load its whole HTTP client to say what a form is; between our
 * processes none are sent. Set and not defined: defining it anew would load that client first.
 */
Reflect.set(globalThis, 'FormData', class FormData {});
