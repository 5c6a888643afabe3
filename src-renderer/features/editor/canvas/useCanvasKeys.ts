import { layerIdSchema, type LayerId } from '@shared/ids';
import { nextTick, type Ref } from 'vue';
import { useEditorActions } from '../editorActions';
import { useEditorStore } from '../../../stores/editor';
import { useCanvasStore } from './graph/canvasStore';
import type { Position } from '@shared/drawing/layout';
import { isTyping } from '../../../shared/keyboard/typing';

interface KeyHandlers {
  openMenuAt(x: number, y: number): void;
  /** Brings the whole network into view. */
  fit(): void;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function isInside(inner: DOMRect, outer: DOMRect | undefined): boolean {
  if (outer === undefined) return true;
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

/** Brings the focus to the first parameter of the selected layer. */
export function focusInspector(): void {
  document.querySelector<HTMLElement>('#layer-inspector input, #layer-inspector [tabindex="0"]')?.focus();
}

/** The canvas by keyboard: Tab goes through layers and edges, keys act on the one that has the focus. */
export function useCanvasKeys(root: Readonly<Ref<HTMLElement | null>>, handlers: KeyHandlers) {
  const editor = useEditorStore();
  const canvas = useCanvasStore();
  const actions = useEditorActions();

  function focusedLayer(target: EventTarget | null): LayerId | null {
    if (!(target instanceof Element) || !target.classList.contains('vue-flow__node')) return null;
    const id = layerIdSchema.safeParse(target.getAttribute('data-id'));
    return id.success ? id.data : null;
  }

  /**
   * Gives a layer the focus as soon as it is drawn, which for a new one takes a frame or two, and more where much else is
   * done; unless another one is asked for meanwhile, or a person is elsewhere by then.
   * @param before what had the focus when it was asked for.
   */
  function focusLayer(id: LayerId, before: Element | null, frames = 10): void {
    if (!isAskedFor(id)) return;
    if (isElsewhere(before)) {
      editor.request = null;
      return;
    }
    const node = root.value?.querySelector<HTMLElement>(`.vue-flow__node[data-id="${CSS.escape(id)}"]`);
    node?.focus({ preventScroll: true });
    // A new box is there at once but cannot take the focus before the canvas has measured it.
    if (node && document.activeElement === node) {
      editor.request = null;
      if (!isInside(node.getBoundingClientRect(), root.value?.getBoundingClientRect())) handlers.fit();
    } else if (isToBeDrawn(id) || frames > 0) requestAnimationFrame(() => focusLayer(id, before, frames - 1));
    else editor.request = null;
  }

  /** Whether a person has gone on to a dialog or a text, which the keys that they press belong to. */
  function isElsewhere(before: Element | null): boolean {
    const now = document.activeElement;
    return now !== before && (isTyping(now) || (now?.closest('[role="dialog"]') ?? null) !== null);
  }

  const isAskedFor = (id: LayerId) =>
    editor.request !== null && 'focus' in editor.request && editor.request.focus === id;

  /** Whether it comes, on a canvas that is to be seen. */
  function isToBeDrawn(id: LayerId): boolean {
    const hasBox = canvas.drawsAll && canvas.graph.nodes.some((node) => node.id === id);
    return hasBox && (root.value?.checkVisibility() ?? false);
  }

  /** A layer that was just made is selected at once, but gets the focus only when it is drawn. */
  function focusIsMoving(): boolean {
    return (
      editor.request !== null && 'focus' in editor.request && editor.selection.includes(editor.request.focus)
    );
  }

  function moveSelection(key: string, byFar: boolean): void {
    const [dx, dy] = moves[key] ?? [0, 0];
    const step = byFar ? 50 : 10;
    const moved: Record<string, Position> = {};
    for (const id of editor.selection) {
      const [x, y] = canvas.positions[id] ?? [0, 0];
      moved[id] = [x + dx * step, y + dy * step];
    }
    actions.moveLayers(moved, `move ${editor.selection.join()}`);
  }

  function handle(event: KeyboardEvent): void {
    // While a dialog opens, the focus is still here.
    if (editor.dialog !== null) return;
    const target = event.target;
    const onEdge = target instanceof Element && target.classList.contains('vue-flow__edge');
    const layer = focusedLayer(target);
    if (layer === null && !onEdge) return;
    if (layer !== null && !focusIsMoving() && !editor.selection.includes(layer) && event.key !== 'Tab') {
      editor.select([layer]);
    }

    if (
      layer !== null &&
      moves[event.key] !== undefined &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      moveSelection(event.key, event.shiftKey);
    } else if (layer !== null && event.key === 'Enter') {
      void nextTick(focusInspector);
    } else if (layer !== null && event.key.toLowerCase() === 'c' && !event.ctrlKey && !event.metaKey) {
      editor.dialog = { kind: 'connect', from: layer };
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = (target as Element).getBoundingClientRect();
      handlers.openMenuAt(box.left + Math.min(40, box.width / 2), box.bottom);
    } else if (event.key === 'Escape') {
      editor.select([]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { handle, focusLayer };
}
