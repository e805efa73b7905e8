import Configuration
import Engine
import Migration
import Platform
import Server
import Store
import Transfer
import Wire

extension Control {
  /// How long a page may take, in seconds: it ends by itself long before, unless a mount is dead.
  private static let dryRunPatience = 30

  func dryRun(_ query: DryRunQuery, by caller: Caller) throws(Refusal) -> DryRunView {
    let job = try reader.job(named: query.jobName)
    let dryRun = DryRun(try order(of: job))
    var place = DryRunShelf.Place(
      job: job.id, definition: job.definition,
      source: try reader.address(named: job.definition.source.text).location,
      destination: try reader.address(named: job.definition.destination.text).location,
      marker: query.marker)
    let kept = query.marker.isEmpty ? nil : shelf.take(place)
    let found = Within.seconds(Self.dryRunPatience) {
      () -> Result<(DryRunPage, OpenDryRun), DryRunError> in
      do throws(DryRunError) {
        return .success(try Self.page(query, dryRun, kept))
      } catch {
        return .failure(error)
      }
    }
    switch found {
    case .success((let page, let look))?:
      if let next = page.next, look.canWait {
        place.marker = next
        shelf.put(look, place)
      }
      return DryRunView(
        jobName: job.definition.name.text, objects: page.objects.map { DryRunEntry($0) },
        sum: page.sum, next: page.next)
    case .failure(let error)?:
      throw Refusal(.verifyAddressUnavailable, error.description)
    case nil:
      throw Refusal(
        .verifyAddressUnavailable,
        "the addresses of job '\(job.definition.name)' have not answered in "
          + "\(Self.dryRunPatience) s; is a server or disk gone?")
    }
  }

  /// The page of one that has waited, or of a new one.
  private static func page(
    _ query: DryRunQuery, _ dryRun: DryRun, _ kept: OpenDryRun?
  ) throws(DryRunError) -> (DryRunPage, OpenDryRun) {
    // Whatever is wrong with folders that were open for a while, a new look tells it better.
    if let kept, let page = try? kept.page(limit: query.count, showsSkipped: query.all) {
      return (page, kept)
    }
    let look = try dryRun.open(after: query.marker.isEmpty ? nil : query.marker)
    return (try look.page(limit: query.count, showsSkipped: query.all), look)
  }

  /// What the job's next run would be told.
  private func order(of job: Job) throws(Refusal) -> MoveOrder {
    let (paths, ledgers, secrets) = (paths, failures.ledgers, secrets)
    // No run has this number yet, so nothing of a run that goes on is taken for its own.
    let next = RunNumber(rawValue: (job.lastRun?.rawValue ?? 0).addingClamped(1))
    let made = try reader.read { (store) throws(StoreFailure) -> Result<MoveOrder, Refusal> in
      let orders = RunOrders(
        store: store, ledgers: ledgers, boot: "", paths: paths, vault: secrets.vault,
        rclone: secrets.rclone)
      do {
        // Which disk an address is on is remembered by runs only.
        let ancestors = try orders.ancestors(of: job, next)
        return .success(try orders.order(job, next, ancestors, remember: { _ in }))
      } catch let refusal as Refusal {
        return .failure(refusal)
      } catch let failure as StoreFailure {
        throw failure
      } catch {
        return .failure(Refusal(.internalError, "\(error)"))
      }
    }
    return try made.get()
  }
}
