import { layerIdSchema, type LayerId } from '@shared/ids';
import type { Edge } from '@shared/network/spec';

/** The clipboard type that a dragged palette entry carries; its data is the layer's kind. */
export const layerDragType = 'application/x-layerlab-layer';

interface DropHandlers {
  onEdge(kind: string, edge: Edge): void;
  onLayer(kind: string, layer: LayerId): void;
  /** Somewhere free; in pixels of the window. */
  onCanvas(kind: string, x: number, y: number): void;
}

const highlight = 'drop-target';

/** What is under the pointer: an edge, a layer, or neither. */
function targetAt(event: DragEvent): Element | null {
  for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
    const target = element.closest('.vue-flow__edge, .vue-flow__node-layer');
    if (target !== null) return target;
  }
  return null;
}

function clearHighlight(): void {
  for (const element of document.querySelectorAll(`.${highlight}`)) element.classList.remove(highlight);
}

/** Handlers for the canvas that palette entries are dropped on. */
export function useLayerDrop(handlers: DropHandlers) {
  return {
    over(event: DragEvent): void {
      if (!event.dataTransfer?.types.includes(layerDragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      clearHighlight();
      targetAt(event)?.classList.add(highlight);
    },
    leave: clearHighlight,
    drop(event: DragEvent): void {
      const kind = event.dataTransfer?.getData(layerDragType);
      clearHighlight();
      if (!kind) return;
      event.preventDefault();
      const target = targetAt(event);
      const id = target?.getAttribute('data-id') ?? null;
      if (target !== null && id !== null) {
        if (target.classList.contains('vue-flow__node')) {
          handlers.onLayer(kind, layerIdSchema.parse(id));
          return;
        }
        const [from, to] = id.split('→').map((part) => layerIdSchema.safeParse(part));
        if (from?.success && to?.success) {
          handlers.onEdge(kind, [from.data, to.data]);
          return;
        }
      }
      handlers.onCanvas(kind, event.clientX, event.clientY);
    },
  };
}
