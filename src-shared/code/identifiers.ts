import type { LayerId } from '../ids';

/** Names that a layer's variable or attribute would hide: keywords, what the code itself uses, members of nn.Module. */
const taken = new Set(
  [
    'False None True and as assert async await break case class continue def del elif else except finally for from',
    'global if import in is lambda match nonlocal not or pass raise return try while with yield type',
    'const let var function new this super switch default export throw typeof void delete do enum interface static',
    'null true false undefined arguments eval instanceof catch extends implements package private public',
    'add_module apply bfloat16 buffers call children compile cpu cuda double extra_repr float forward half input',
    'inputs ipu load_state_dict modules name named_buffers named_children named_modules named_parameters outputs',
    'parameters register_buffer requires_grad_ self share_memory state_dict to train training x xpu zero_grad',
    'row model keras layers ops torch nn F np tf math json struct load_data build_model main',
  ]
    .join(' ')
    .split(' '),
);

/** A name for each layer that is a valid identifier in Python and JavaScript, as near to its id as can be. */
export function identifiersOf(ids: readonly LayerId[]): ReadonlyMap<LayerId, string> {
  const given = new Map<LayerId, string>();
  const used = new Set<string>();
  for (const id of ids) {
    const cleaned = id.replace(/[^A-Za-z0-9_]/g, '_');
    const start = /^[A-Za-z]/.test(cleaned) ? cleaned : `layer_${cleaned}`;
    let name = taken.has(start) ? `${start}_layer` : start;
    for (let number = 2; used.has(name); number++) name = `${start}_${number}`;
    used.add(name);
    given.set(id, name);
  }
  return given;
}
