import Migration
import Server
import Testing
import Wire

@Suite struct MgwAPITests {
  private static let admin = Caller.known(
    .init(kind: .key, name: "sdk", role: .admin, address: "127.0.0.1"))

  private struct Fixture {
    let control = FakeControlPort()
    let records = FakeMgwPort()

    func answer(_ method: String, _ target: String, _ body: String = "") -> Response {
      let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
      let query = parts.count > 1 ? parts[1] : ""
      let api = MgwAPI(
        port: control, records: records, policy: AccessPolicy(ownUserID: 0, adminGroupID: nil))
      return api.router.respond(
        to: Request(
          id: "0123456789ABCDEF01234567", method: method,
          path: parts[0].dropFirst().split(separator: "/").map(String.init),
          query: query.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", omittingEmptySubsequences: false)
            return QueryItem(
              name: String(halves[0]), value: halves.count > 1 ? String(halves[1]) : "")
          }, body: Array(body.utf8), caller: MgwAPITests.admin))
    }

    func text(_ method: String, _ target: String, _ body: String = "") -> String {
      String(decoding: answer(method, target, body).body, as: UTF8.self)
    }
  }

  private static let prolog = #"<?xml version="1.0" encoding="utf-8"?>"#

  @Test("what is asked comes to the ports as the native interface would ask it")
  func calls() {
    let address = """
      <ImportAddress><AddressDetail><AddressType>local</AddressType><Prefix>/srv/nas/</Prefix>\
      <AgentList>agent-1, agent-2</AgentList></AddressDetail><Name>nas</Name></ImportAddress>
      """
    let fixture = Fixture()
    let cases: [(String, String, String)] = [
      ("POST", "/address", address),
      ("PUT", "/address/nas", "<ImportAddress><AgentList /></ImportAddress>"),
      ("GET", "/address/nas?verify=", ""),
      (
        "POST", "/job",
        "<ImportJob><Name>job-1</Name><SrcAddress>aaa</SrcAddress>"
          + "<DestAddress>bbb</DestAddress><OverwriteMode>never</OverwriteMode><TransferMode />"
          + "<FilterRule><KeyFilters><Excludes/><Includes><Regex/></Includes></KeyFilters>"
          + "</FilterRule></ImportJob>"
      ),
      ("PUT", "/job/job-1", "<ImportJob><Status>IMPORT_JOB_CLOSIING</Status></ImportJob>"),
      (
        "PUT", "/job/job-1",
        "<ImportJob><ImportQos><MaxBandWidth>0</MaxBandWidth></ImportQos></ImportJob>"
      ),
      ("GET", "/joblist?all=True&count=7&marker=job-0", ""),
      ("DELETE", "/job/job-1?forceDelete=TRUE", ""),
      ("DELETE", "/job/job-1?forceDelete=False", ""),
      ("DELETE", "/address/nas", ""),
    ]
    for (method, target, body) in cases {
      let response = fixture.answer(method, target, body)
      #expect((200...204).contains(response.status), "\(method) \(target) \(response)")
      if method != "GET" { #expect(response.body.isEmpty, "\(method) \(target)") }
    }
    let calls = fixture.control.calls
    #expect(calls.first == "createAddress nas /srv/nas/ by key:sdk")
    #expect(calls.contains("createJob job-1 by key:sdk"))
    #expect(calls.contains("updateJob job-1 close by key:sdk"))
    #expect(calls.contains("jobs 7 after 'job-0' all true of ''"))
    #expect(calls.contains("deleteJob job-1 with sub-jobs by key:sdk"))
    #expect(calls.contains("deleteJob job-1 by key:sdk"))
    #expect(
      fixture.records.calls == [
        #"checkAgents ["agent-1", "agent-2"]"#, #"setAgents ["agent-1", "agent-2"] of nas"#,
        "setAgents [] of nas", "verify nas by key:sdk",
      ])
  }

  @Test("answers have exactly the vendor's roots and fields")
  func answers() {
    let fixture = Fixture()
    #expect(
      fixture.text("GET", "/tunnel/t-1")
        == Self.prolog + "<ImportTunnel><TunnelId>t-1</TunnelId><CreateTime></CreateTime>"
        + "<ModifyTime></ModifyTime><Tags>k:v</Tags><TunnelQos><MaxBandwidth>10485760"
        + "</MaxBandwidth><MaxQps>0</MaxQps></TunnelQos></ImportTunnel>")
    #expect(
      fixture.text("GET", "/agent/agent-1?status=")
        == Self.prolog + "<ImportAgentStatus><Status>NoResponse</Status><AgentIP></AgentIP>"
        + "<AgentVersion></AgentVersion></ImportAgentStatus>")
    #expect(
      fixture.text("GET", "/tunnellist")
        == Self.prolog + "<ImportTunnelList><Truncated>false</Truncated><NextMarker></NextMarker>"
        + "</ImportTunnelList>")
    #expect(
      fixture.text("GET", "/agentlist?count=1").contains(
        "<Truncated>true</Truncated><NextMarker>agent-1</NextMarker><ImportAgent>"))
    #expect(
      fixture.text("GET", "/report?version=x&runtimeId=1")
        == Self.prolog + "<GetReportResponse><Status>NotExist</Status></GetReportResponse>")
    #expect(
      fixture.text("GET", "/address/nas?verify").hasPrefix(
        Self.prolog + "<VerifyAddressResponse><Status></Status>"))
    let job = fixture.text("GET", "/job/job-1")
    #expect(job.hasPrefix(Self.prolog + "<ImportJob><Name>job-1</Name>") && !job.contains("Origin"))
    #expect(fixture.text("GET", "/jobhistory/j").hasPrefix(Self.prolog + "<JobHistoryList>"))
    #expect(
      fixture.text("GET", "/job/j?jobResult=&runtimeId=2").hasPrefix(
        Self.prolog + "<ImportJobResult>"))
    let tunnel = fixture.answer(
      "POST", "/tunnel", "<ImportTunnel><Tags>k:v</Tags></ImportTunnel>")
    #expect(tunnel.headers.contains(Header("x-oss-import-tunnel-id", "t-1")))
  }

  @Test("what cannot be understood is refused in XML, with its place")
  func refusals() {
    let deep = String(repeating: "<a>", count: 30) + String(repeating: "</a>", count: 30)
    let many = "<ImportJob>" + String(repeating: "<a/>", count: 25_000) + "</ImportJob>"
    let bomb = """
      <!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><ImportJob>&c;</ImportJob>
      """
    let outside =
      #"<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><ImportJob>&b;</ImportJob>"#
    let cases: [(String, String, String, code: String, words: String)] = [
      ("GET", "/nothing", "", "NoSuchResource", "There is no"),
      ("PATCH", "/job", "", "MethodNotAllowed", "does not take this method"),
      ("POST", "/job", "", "MissingArgument", "body is empty"),
      ("POST", "/job", "{}", "InvalidArgument", "no whole XML"),
      ("POST", "/job", "<ImportJob>", "InvalidArgument", "no whole XML"),
      ("POST", "/job", "<Job/>", "InvalidArgument", "not &lt;ImportJob&gt;"),
      ("POST", "/job", "<ImportJob/>", "MissingArgument", "Name"),
      ("POST", "/job", "<ImportJob>text</ImportJob>", "InvalidArgument", "text where elements"),
      ("POST", "/job", "<ImportJob><Nam>x</Nam></ImportJob>", "InvalidArgument", "did you mean"),
      ("POST", "/job", deep, "InvalidArgument", "deeper"),
      ("POST", "/job", many, "InvalidArgument", "more than"),
      ("POST", "/job", bomb, "InvalidArgument", "document type"),
      ("POST", "/job", outside, "InvalidArgument", "document type"),
      ("POST", "/job", "<ImportJob>&b;</ImportJob>", "InvalidArgument", "no whole XML"),
      (
        "PUT", "/job/x",
        "<ImportJob><Status>IMPORT_JOB_LAUNCHING</Status><ImportQos><MaxBandWidth>1</MaxBandWidth>"
          + "</ImportQos></ImportJob>", "InvalidArgument", "either"
      ),
      (
        "PUT", "/job/x", "<ImportJob><Status>IMPORT_JOB_DOING</Status></ImportJob>",
        "InvalidImportJobStatus", "cannot be set"
      ),
      ("PUT", "/job/x", "<ImportJob><Tags>a</Tags></ImportJob>", "InvalidArgument", "either"),
      (
        "PUT", "/job/x",
        "<ImportJob><ImportQos><MaxBandWidth>fast</MaxBandWidth></ImportQos></ImportJob>",
        "InvalidArgument", "ImportQos.MaxBandWidth"
      ),
      ("PUT", "/address/x", "<ImportAddress/>", "MissingArgument", "AgentList"),
      (
        "PUT", "/address/x",
        "<ImportAddress><AgentList/><Tags>a</Tags></ImportAddress>", "InvalidArgument", "Tags"
      ),
      ("GET", "/job/x?jobResult=", "", "MissingArgument", "runtimeId"),
      ("GET", "/job/x?jobResult=&runtimeId=a", "", "InvalidArgument", "runtimeId"),
      ("GET", "/joblist?count=1001", "", "InvalidArgument", "count"),
      ("GET", "/joblist?cuont=1", "", "InvalidArgument", "did you mean"),
      ("GET", "/report", "", "MissingArgument", "version"),
      (
        "POST", "/tunnel",
        "<ImportTunnel><TunnelQos><MaxBandwidth>5</MaxBandwidth></TunnelQos></ImportTunnel>",
        "InvalidArgument", "10485760"
      ),
      (
        "POST", "/agent",
        "<ImportAgent><Name>agent</Name><TunnelId>t</TunnelId><AgentEndpoint>moon</AgentEndpoint>"
          + "<DeployMethod>default</DeployMethod></ImportAgent>", "InvalidArgument", "public, vpc"
      ),
    ]
    for (method, target, body, code, words) in cases {
      let fixture = Fixture()
      let answer = fixture.text(method, target, body)
      #expect(
        answer.hasPrefix(Self.prolog + "<Error><Code>\(code)</Code><Message>"),
        "\(method) \(target) \(body.prefix(80)): \(answer)")
      #expect(answer.contains(words), "\(method) \(target) \(body.prefix(80)): \(answer)")
      #expect(answer.contains("<RequestId>0123456789ABCDEF01234567</RequestId>"))
      #expect(fixture.control.calls.allSatisfy { !$0.hasPrefix("create") })
    }
  }
}
