import { describePython } from '../pythonSymbols.ts';
import { collectSymbols } from '../symbolWalk.ts';
import { type Analyser, newFacts } from './analyser.ts';

export const pythonFacts: Analyser = {
  markers:
    /start_(?:as_current_)?span|get_tracer|logfire|@\w+(?:\.\w+)*\.(?:route|get|post|put|patch|delete|head|options|websocket|api_route|task|agent)\b|add_url_rule|include_router|APIRouter|Blueprint|urlpatterns|shared_task|Servicer/,
  nodeTypes: [],
  analyse: ({ root }) => ({ ...newFacts(), symbols: collectSymbols(root.tree, describePython) }),
};
