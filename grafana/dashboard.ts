import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { GraphDrawStyle, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import { StackingConfigBuilder } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, Panel as BuiltPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as HeatmapBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { ROWS } from './panels.ts';
import type { Panel } from './panels.ts';
import type { Query, Store } from './queries.ts';

/** Both provisioned data sources are called so; a Grafana has the one or the other. */
export const DATASOURCE_UID = 'coldpath';

/** The dashboard for one store. */
export function dashboard(store: Store): Dashboard {
  const builder = new DashboardBuilder('coldpath')
    .uid('coldpath')
    .tags(['coldpath'])
    .description('Reads, background work and trust, by what coldpath measures of itself')
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser');
  for (const { title, panels } of ROWS) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panelOf(panel, store));
  }
  return builder.build();
}

function panelOf(panel: Panel, store: Store): Builder<BuiltPanel> {
  const builder = panel.view === 'heatmap' ? new HeatmapBuilder().calculate(false) : lines(panel);
  builder
    .title(panel.title)
    .description(panel.description)
    .datasource({ type: store, uid: DATASOURCE_UID })
    .unit(panel.unit)
    .min(0)
    .span(12)
    .height(8)
    .targets(
      panel.queries.map((query, index) => target(query, store, `${'ABCDEFGH'[index]}`, panel.view === 'heatmap')),
    );
  if (panel.max !== undefined) builder.max(panel.max);
  return builder;
}

function lines({ view }: Panel): TimeseriesBuilder {
  const builder = new TimeseriesBuilder().drawStyle(GraphDrawStyle.Line).lineWidth(1);
  if (view !== 'stacked') return builder.fillOpacity(5);
  return builder.fillOpacity(40).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
}

function target(query: Query, store: Store, refId: string, heatmap: boolean): Builder<Dataquery> {
  if (store === 'influxdb') return { build: () => influxQuery(query, refId, heatmap) };
  const builder = new DataqueryBuilder().expr(query.prometheus).legendFormat(query.legend).refId(refId).range();
  return heatmap ? builder.format(PromQueryFormat.Heatmap) : builder;
}

/** The SDK has no builder for InfluxDB. */
function influxQuery({ influxdb, legend }: Query, refId: string, heatmap: boolean): Dataquery {
  const alias = heatmap ? '$col' : legend.replaceAll('{{', '$tag_').replaceAll('}}', '');
  const query = { refId, rawQuery: true, query: influxdb, resultFormat: 'time_series', alias };
  return { ...query, _implementsDataqueryVariant() {} };
}
