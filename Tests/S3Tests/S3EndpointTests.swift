import Migration
import Testing

@testable import S3

/// A bucket of a kind.
private func place(
  _ word: String, bucket: String = "photos", region: String = "", domain: String = "",
  path: Bool = false
) -> BucketPlace {
  BucketPlace(
    kind: ServiceKind.named(word) ?? ServiceKind.all[0], bucket: bucket, region: region,
    domain: domain, isPathStyle: path)
}

@Suite struct S3EndpointTests {
  @Test("each kind of store is reached at its own host")
  func hosts() {
    let cases: [(place: BucketPlace, origin: String, region: String)] = [
      (place("s3", region: "eu-central-1"), "photos.s3.eu-central-1.amazonaws.com", "eu-central-1"),
      (place("s3", region: "cn-north-1"), "photos.s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
      (place("oss", region: "cn-hangzhou"), "photos.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
      (
        place("oss", region: "oss-cn-hangzhou"), "photos.oss-cn-hangzhou.aliyuncs.com",
        "cn-hangzhou"
      ),
      (
        place("oss", domain: "oss-cn-hangzhou-internal.aliyuncs.com"),
        "photos.oss-cn-hangzhou-internal.aliyuncs.com", "cn-hangzhou"
      ),
      (place("obs", region: "cn-north-4"), "photos.obs.cn-north-4.myhuaweicloud.com", "cn-north-4"),
      (
        place("cos", bucket: "photos-125", region: "ap-guangzhou"),
        "photos-125.cos.ap-guangzhou.myqcloud.com", "ap-guangzhou"
      ),
      (place("qiniu", region: "cn-east-1"), "s3.cn-east-1.qiniucs.com", "cn-east-1"),
      (place("bos", region: "bj"), "photos.s3.bj.bcebos.com", "bj"),
      (place("ks3", region: "cn-beijing"), "photos.ks3-cn-beijing.ksyuncs.com", "cn-beijing"),
      (place("tos", region: "cn-beijing"), "photos.tos-s3-cn-beijing.volces.com", "cn-beijing"),
      (place("ucloud", region: "cn-bj"), "photos.s3-cn-bj.ufileos.com", "cn-bj"),
      (place("gcp"), "photos.storage.googleapis.com", "auto"),
      (
        place("s3", domain: "s3.us-west-004.backblazeb2.com"), "s3.us-west-004.backblazeb2.com",
        "us-west-004"
      ),
      (place("s3", domain: "s3.example.com"), "s3.example.com", "us-east-1"),
      (place("s3", region: "auto", domain: "s3.eu-1.example.com"), "s3.eu-1.example.com", "auto"),
    ]
    for item in cases {
      let endpoint = S3Endpoint(item.place)
      #expect(endpoint?.origin == "https://\(item.origin)")
      #expect(endpoint?.region == item.region)
    }
    #expect(S3Endpoint(place("azure", domain: "x.blob.core.windows.net")) == nil)
    #expect(S3Endpoint(place("upyun")) == nil)
  }

  @Test("a domain decides the scheme and the port, and where the bucket stands")
  func domains() {
    let cases: [(place: BucketPlace, url: String)] = [
      (place("s3", domain: "minio.example:9000"), "https://minio.example:9000/photos/k"),
      (place("s3", domain: "http://127.0.0.1:9000"), "http://127.0.0.1:9000/photos/k"),
      (place("s3", domain: "http://[::1]:9000"), "http://[::1]:9000/photos/k"),
      (place("s3", domain: "http://localhost:80"), "http://localhost/photos/k"),
      (place("s3", domain: "https://MINIO.example:443"), "https://minio.example/photos/k"),
      (place("s3", domain: "http://minio.example:443"), "http://minio.example:443/photos/k"),
      (
        place("s3", domain: "s3.eu-west-1.amazonaws.com"),
        "https://photos.s3.eu-west-1.amazonaws.com/k"
      ),
      (
        place("s3", region: "eu-west-1", path: true),
        "https://s3.eu-west-1.amazonaws.com/photos/k"
      ),
      (
        place("s3", bucket: "photos.2026", region: "eu-west-1"),
        "https://s3.eu-west-1.amazonaws.com/photos.2026/k"
      ),
      (
        place("oss", domain: "photos.oss-cn-beijing.aliyuncs.com"),
        "https://photos.oss-cn-beijing.aliyuncs.com/k"
      ),
      (place("oss", domain: "files.example.com"), "https://photos.files.example.com/k"),
      (
        place("s3", bucket: "Old_Bucket", region: "us-east-1"),
        "https://s3.us-east-1.amazonaws.com/Old_Bucket/k"
      ),
    ]
    for item in cases {
      let endpoint = S3Endpoint(item.place)
      #expect((endpoint?.origin ?? "") + (endpoint?.path(of: Array("k".utf8)) ?? "") == item.url)
    }
  }

  @Test("a key stands in the path byte by byte, and nothing of it is removed")
  func paths() {
    let endpoint = S3Endpoint(place("s3", domain: "http://127.0.0.1:9000"))
    let cases: [(key: [UInt8], path: String)] = [
      ([], "/photos"),
      (Array("a/../b//./c".utf8), "/photos/a/../b//./c"),
      (Array("/leading".utf8), "/photos//leading"),
      (Array("a b+c%20?#".utf8), "/photos/a%20b%2Bc%2520%3F%23"),
      ([0xFF, 0x01, 0x0A], "/photos/%FF%01%0A"),
    ]
    for item in cases { #expect(endpoint?.path(of: item.key) == item.path) }
    #expect(S3Endpoint(place("s3", region: "r"))?.path() == "/")
  }

  @Test("a bucket elsewhere is asked there, once")
  func moving() {
    let made = S3Endpoint(place("s3", region: "us-east-1"))?.moved(to: "eu-west-1")
    #expect(made?.origin == "https://photos.s3.eu-west-1.amazonaws.com")
    #expect(made?.region == "eu-west-1")
    #expect(made?.moved(to: "eu-west-1") == nil)
    let named = S3Endpoint(place("s3", domain: "minio.example"))?.moved(to: "eu-west-1")
    #expect(named?.origin == "https://minio.example")
    #expect(named?.region == "eu-west-1")
    #expect(made?.moved(to: "evil.example/") == nil)
  }
}
